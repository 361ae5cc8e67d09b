/** Time stamps and the two clocks of a sandbox. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { formatTime, HOUR, MINUTE, SECOND } from '../kernel/time.ts';
import { wireStage } from '../testing/wire-stage.ts';

const STAGES = { lianyintong: 'LW-8', depository: 'DW-2' } as const;
const NO = { lianyintong: 'preTransactionNo', depository: 'preRequestNo' } as const;
const SERVICE = { lianyintong: 'CANCEL_PRE_TRANSACTION', depository: 'CANCEL_PRE_FREEZE' } as const;

for (const [name, rule] of Object.entries(STAGES) as ['lianyintong' | 'depository', string][]) {
  const stageOf = () => {
    const stage = wireStage(name);
    const came = async (timestamp: string) => {
      const { body } = await stage.call(SERVICE[name], { requestNo: 'C1', [NO[name]]: 'P1', amount: 1, timestamp });
      return [body.code ?? body.respCode, body.description ?? body.respMsg].map(String) as [string, string];
    };
    return { stage, came };
  };

  test(`${rule} ${name}: a sandbox takes what is near its own clock or near real time`, async () => {
    const { stage, came } = stageOf();
    const real = stage.clock.now();
    stage.realTime = { now: () => real };
    stage.clock.advance(2 * HOUR);
    const isServed = async (at: number) => /^0+$/.test((await came(formatTime(at)))[0]);
    for (const clock of [real, real + 2 * HOUR]) {
      for (const off of [0, -10 * MINUTE, 10 * MINUTE]) assert.ok(await isServed(clock + off), `${off}`);
      for (const off of [-10 * MINUTE - SECOND, 10 * MINUTE + SECOND]) assert.ok(!(await isServed(clock + off)));
    }
    assert.ok(!(await isServed(real + HOUR)), 'between the two it is near neither');
  });

  test(`${rule} ${name}: in production only the clock counts; what came and our time are named`, async () => {
    const { stage, came } = stageOf();
    const real = stage.clock.now();
    stage.clock.advance(2 * HOUR);
    const [code, sentence] = await came(formatTime(real));
    assert.match(code, /^(100002|00003)$/);
    assert.equal(sentence, `timestamp ${formatTime(real)}，北京时间 ${formatTime(real + 2 * HOUR)}，超10分钟`);
  });
}
