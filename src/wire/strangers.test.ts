/** What came unsigned is never said again: not on the custodian's page, not over his signature, not in his log. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { bodyOf, CALLBACK, type Heard, type WireStage, wireStage } from '../testing/wire-stage.ts';

const WORDS = '。您的账户已被冻结，请立即拨打客服400-123-4567';
const STAGES = ['lianyintong', 'depository'] as const;

/** Everything that a call made the custodian say or write down. */
function saidBy(stage: WireStage, { answered }: Heard): string {
  const body = answered.kind === 'answer' ? answered.body.toString('utf8') : JSON.stringify(answered);
  return body + JSON.stringify(stage.log);
}

const gatewayOf = (stage: WireStage) =>
  stage.dialect.name === 'lianyintong' ? 'USER_PRE_TRANSACTION' : 'USER_PRE_FREEZE';

for (const name of STAGES) {
  for (const address of ['gateway', 'service'] as const) {
    test(`G-2 ${name} ${address}: no field of the envelope puts words into the custodian's mouth`, async () => {
      const fields = Object.keys(wireStage(name).dialect.envelope).filter((field) => field !== 'reqData');
      for (const field of [...fields, `${WORDS}`]) {
        const stage = wireStage(name);
        const heard = await stage.call(
          gatewayOf(stage),
          { callbackUrl: CALLBACK },
          { address, envelope: { [field]: WORDS } },
        );
        assert.doesNotMatch(saidBy(stage, heard), /拨打|400-123/, field);
      }
    });

    test(`LW-2 ${name} ${address}: nor does a field given twice`, async () => {
      const stage = wireStage(name);
      const twice = Buffer.from(`${encodeURIComponent(WORDS)}=1&${encodeURIComponent(WORDS)}=2`);
      assert.doesNotMatch(saidBy(stage, await stage.call('X', {}, { address, body: twice })), /拨打|400-123/);
      const ours = await stage.call('X', {}, { body: Buffer.from('platformNo=1&platformNo=2') });
      assert.match(JSON.stringify(ours.body), /参数重复 platformNo/);
    });
  }

  test(`G-19 ${name}: the log names the service of the list, or none, and no text at length`, async () => {
    const stage = wireStage(name);
    for (const serviceName of ['x'.repeat(300_000), WORDS, `${gatewayOf(stage)}${' '.repeat(100)}`]) {
      await stage.call('X', {}, { envelope: { serviceName } });
      assert.equal(stage.log.at(-1)?.facts.service, 'UNKNOWN');
      assert.ok(JSON.stringify(stage.log.at(-1)).length < 500);
    }
    await stage.call(gatewayOf(stage), {});
    assert.equal(stage.log.at(-1)?.facts.service, gatewayOf(stage));
  });

  test(`G-7 ${name}: what looks like a number of ours is named`, async () => {
    const stage = wireStage(name);
    const { body } = await stage.call('X', {}, { envelope: { platformNo: '6000000099' } });
    assert.match(JSON.stringify(body), /平台编号不存在：6000000099/);
  });

  test(`LW-2 DW-1 ${name}: padded numbers are other numbers`, async () => {
    const padded: Record<string, string> = {
      platformNo: ' 6000000001',
      ...(name === 'lianyintong' && { keySerial: '1 ' }),
    };
    for (const [field, value] of Object.entries(padded)) {
      const stage = wireStage(name);
      const { body } = await stage.call(gatewayOf(stage), {}, { envelope: { [field]: value } });
      const codes = { platformNo: ['100004', '00002'], keySerial: ['100003'] }[field] ?? [];
      assert.ok(codes.includes(String(body.code ?? body.respCode)), JSON.stringify(body));
    }
  });
}

test('LW-3 white space in a signature is ignored, junk is not', async () => {
  const stage = wireStage('lianyintong');
  const raw = '{"requestNo":"C1","preTransactionNo":"P1","amount":1}';
  const body = bodyOf(stage, 'CANCEL_PRE_TRANSACTION', raw).toString('latin1');
  const sign = new URLSearchParams(body).get('sign') ?? '';
  const codeWith = async (text: string) =>
    (await stage.call('CANCEL_PRE_TRANSACTION', {}, { raw, envelope: { sign: text } })).body.code;
  assert.equal(await codeWith(`${sign.slice(0, 76)}\r\n${sign.slice(76)}\n`), '0');
  for (const junk of [
    `${sign}!`,
    `${sign.slice(0, 10)}*${sign.slice(10)}`,
    `${sign}QUJD`,
    sign.replace(/=*$/, ''),
    `${sign}=`,
  ]) {
    assert.equal(await codeWith(junk), '100003', junk.slice(-10));
  }
});
