import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CALLBACK, wireStage } from '../testing/wire-stage.ts';
import type { Field } from './catalogue/kinds.ts';
import type { GatewayService, Service } from './catalogue/service.ts';

/** A value that the field takes. */
function sample(name: string, field: Field): unknown {
  switch (field.kind) {
    case 'A':
      return '10.00';
    case 'E':
    case 'L':
      return field.of.opened[0];
    case 'D':
      return '20270101';
    case 'T':
      return '20270101000000';
    case 'I':
      return '1';
    case 'F':
      return '0.1';
    case 'B':
      return 'true';
    case 'C':
    case 'G':
      return [];
    case 'S':
    case 'N':
      return name === 'callbackUrl' ? CALLBACK : 'x1';
  }
}

/** The form of a service, with its required fields or with all. */
function formOf(service: Service, all: boolean): Record<string, unknown> {
  const fields = Object.entries(service.fields).filter(([, field]) => all || field.required);
  return Object.fromEntries(fields.map(([name, field]) => [name, sample(name, field)]));
}

/**
 * Pairs of gateway services that move money and that no field tells apart: the form of the first is taken for the
 * second. Its page asks for the password of the holder and names what is done.
 */
const ALIKE: Readonly<Record<'lianyintong' | 'depository', readonly string[]>> = { lianyintong: [], depository: [] };

/** What moves and holds no money. */
const STILL: readonly string[] = ['REGISTER_PERSON', 'BIND_CARD', 'UNBIND_CARD', 'RESET_PASSWORD', 'AUTHORIZE'];

for (const name of ['lianyintong', 'depository'] as const) {
  const { services } = wireStage(name).dialect.catalogue;
  const gateways = services.filter((service): service is GatewayService => service.mode === 'gateway');

  test(`G-28 ${name}: no form of a page is taken as an order without one, or as a query`, async () => {
    for (const form of gateways) {
      for (const other of services) {
        if (other.mode === 'gateway') continue;
        for (const all of [false, true]) {
          const stage = wireStage(name);
          // Where an order without a page has a callbackUrl of its own, the form must lack what it cannot be without.
          const own = 'callbackUrl' in other.fields;
          const { body } = await stage.call(other.name, {
            ...formOf(form, all),
            ...(own ? {} : formOf(other, false)),
            callbackUrl: CALLBACK,
          });
          const why = own ? /rechargeWay/ : /callbackUrl 不属于接口/;
          assert.match(JSON.stringify(body), why, `${form.name} as ${other.name}`);
          assert.deepEqual(stage.asked, []);
        }
      }
    }
  });

  test(`G-28 ${name}: a form that moves money is taken as no other that does, but for listed pairs`, async () => {
    const alike: string[] = [];
    const moving = gateways.filter(({ verb }) => !STILL.includes(verb));
    for (const form of moving) {
      for (const other of moving) {
        if (form === other) continue;
        const stage = wireStage(name);
        const { answered } = await stage.gateway(other.name, formOf(form, false));
        const mislabelled = answered.kind === 'error-page' && answered.message.includes('不属于接口');
        if (mislabelled) assert.equal(answered.return, undefined, `${form.name} as ${other.name}`);
        if (stage.asked.length > 0) alike.push(`${form.name} as ${other.name}`);
      }
    }
    assert.deepEqual(alike, ALIKE[name]);
  });

  test(`G-28 ${name}: every page says where the browser goes back to`, () => {
    for (const { name: service, fields } of gateways) assert.equal(fields.callbackUrl?.required, true, service);
  });

  test(`G-28 ${name}: a form of a page says nothing of another order when it is refused as mislabelled`, async () => {
    const [recharge, withdraw] = ['RECHARGE', 'WITHDRAW'].map((each) => gateways.find((one) => one.name === each));
    assert.ok(recharge && withdraw);
    const stage = wireStage(name);
    const { answered } = await stage.gateway(withdraw.name, formOf(recharge, true));
    assert.ok(answered.kind === 'error-page' && answered.return === undefined);
    assert.match(answered.message, /不属于接口 WITHDRAW/);
  });
}

test('G-28 what a service of a page does not know and no other that moves money needs is still ignored', async () => {
  const stage = wireStage('depository');
  const recharge = stage.dialect.catalogue.find('RECHARGE');
  assert.ok(recharge && recharge !== 'CLOSED');
  await stage.gateway('RECHARGE', { ...formOf(recharge, false), authList: 'TENDER', userIdentity: 'x' });
  assert.equal(stage.asked.length, 1);
});
