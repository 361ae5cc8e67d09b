/** Every command of the registry by the door's way, and what the audit trail has of it afterwards. */
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { entriesAfter } from '../audit/entries.store.ts';
import { type Details, openDetails } from '../audit/entry.ts';
import { showEntry } from '../audit/reads.ts';
import { verifyTrail } from '../audit/verify.ts';
import type { AdminArguments } from '../http/admin.ts';
import { OperatorError } from '../kernel/operator-error.ts';
import { rsaFingerprint } from '../kernel/rsa.ts';
import { createTestTrail } from '../testing/audit.ts';
import { createKeyStage } from '../testing/key-stage.ts';
import { keyOfNobody } from '../testing/keys.ts';
import { addressPolicy } from '../notices/addresses.ts';
import { auditCommands } from './audit-commands.ts';
import { audited, type Registry } from './audited.ts';
import { clockCommands } from './commands.ts';
import { keyCommands } from './key-commands.ts';
import { KeyRing } from './key-ring.ts';
import { platformCommands } from './platform-commands.ts';

const { sql, sealer, secrets, clock, directory } = await createKeyStage();
const trail = createTestTrail(sql, sealer);
const desk = { sql, sealer, ring: new KeyRing(sql, sealer, clock), clock, makes: true };
const registry: Registry = {
  ...platformCommands(directory, desk, addressPolicy('sandbox')),
  ...keyCommands(directory, desk, secrets),
  ...clockCommands(null),
  ...auditCommands(sql, sealer, trail),
};
const commands = audited(registry, trail, 'cli');
const ANN = { who: 'ann on host-1', reason: 'letter 7 of the platform' };

async function run<T = unknown>(name: string, args: AdminArguments, by = ANN): Promise<T> {
  const command = commands[name];
  assert.ok(command, name);
  return (await command(args, by)) as T;
}

/** The latest entries, opened. */
async function latest(count: number) {
  const all = await entriesAfter(sql, 0n, 10_000);
  return all.slice(-count).map((entry) => ({ ...entry, details: JSON.parse(openDetails(sealer, entry)) as Details }));
}

async function shown(): Promise<Readonly<Record<string, unknown>>> {
  const [last] = await latest(1);
  return (await showEntry(sql, sealer, last?.id ?? 0n)) as Readonly<Record<string, unknown>>;
}

const NO = '6000000001';
const ACCOUNT = '6222020200112233445';
const OTHER_ACCOUNT = '6222020200119993445';

const created = await run<Readonly<Record<string, string>>>('platform.create', {
  ...{
    platformNo: NO,
    name: '榆树',
    dialect: 'depository',
    publicKey: keyOfNobody(),
    notifyUrl: 'https://a.example/n',
  },
  ...{ settlementAccount: ACCOUNT, settlementBank: 'ICBC' },
});

test('a change is an intent with who, why and what, and a result with before and after', async () => {
  const [intent, result] = await latest(2);
  assert.ok(intent && result);
  const { via, who, command, platformNo, outcome, details } = intent;
  assert.deepEqual([via, who, command, platformNo, outcome], ['cli', ANN.who, 'platform.create', NO, 'INTENT']);
  assert.equal(details.reason, ANN.reason);
  assert.equal((details.arguments as Record<string, unknown>).settlementAccount, ACCOUNT);
  assert.deepEqual([result.intentId, result.outcome, result.details.before], [intent.id, 'DONE', null]);
  const after = result.details.after as Record<string, unknown>;
  assert.deepEqual([after.settlementAccount, after.notifyUrl], [ACCOUNT, 'https://a.example/n']);
});

test('settlement account and notify address: before and after, sealed whole, shown masked', async () => {
  await run('platform.set', {
    platformNo: NO,
    changes: { 'settlement-account': OTHER_ACCOUNT, 'notify-url': 'https://b.example/n' },
  });
  const [, result] = await latest(2);
  const sides = [result?.details.before, result?.details.after] as Record<string, unknown>[];
  assert.deepEqual(
    sides.map((side) => [side.settlementAccount, side.notifyUrl]),
    [
      [ACCOUNT, 'https://a.example/n'],
      [OTHER_ACCOUNT, 'https://b.example/n'],
    ],
  );
  const told = await shown();
  // Masked alike, and yet told as changed.
  const masked = '622202*********3445';
  assert.deepEqual(told.changes, [
    { what: 'notifyUrl', before: 'https://a.example/n', after: 'https://b.example/n' },
    { what: 'settlementAccount', before: masked, after: masked },
  ]);
  assert.deepEqual(
    [told.command, told.outcome, told.reason, told.platformNo, told.who],
    ['platform.set', 'done', ANN.reason, NO, ANN.who],
  );
  const text = JSON.stringify(told);
  for (const number of [ACCOUNT, OTHER_ACCOUNT]) assert.ok(!text.includes(number));
});

test('a reason that holds the number of an account is shown without it', async () => {
  await run('platform.show', { platformNo: NO }, { ...ANN, reason: `was ${ACCOUNT}, 20261122003000` });
  assert.equal((await shown()).reason, 'was 622202*********3445, 20261122003000');
});

test('keys of a platform, added and revoked; a refusal with its sentence; a defect without one', async () => {
  await run('platform.key.add', { platformNo: NO, keySerial: '2', publicKey: keyOfNobody() });
  const [, added] = await latest(2);
  const serials = (side: unknown) => (side as { keys: { serial: string }[] }).keys.map(({ serial }) => serial);
  assert.deepEqual([serials(added?.details.before), serials(added?.details.after)], [['1'], ['1', '2']]);
  await run('platform.key.revoke', { platformNo: NO, keySerial: '1' });
  const told = (await shown()).changes as { readonly what: string; readonly after: { revokedAt: string | null }[] }[];
  assert.deepEqual([told.length, told[0]?.what, told[0]?.after[0]?.revokedAt !== null], [1, 'keys', true]);
  await assert.rejects(run('platform.key.revoke', { platformNo: NO, keySerial: '1' }), /has no live key 1/);
  const refused = await shown();
  assert.deepEqual(
    [refused.outcome, refused.told, refused.changes],
    ['refused', `Platform ${NO} has no live key 1.`, []],
  );
  await assert.rejects(run('platform.show', { platformNo: 'nobody' }), /There is no platform nobody/);
  assert.deepEqual([(await shown()).outcome, (await latest(1))[0]?.intentId], ['refused', null]);
  const failing: Registry = { 'x.y': { does: 'changes', run: () => Promise.reject(new TypeError(ACCOUNT)) } };
  await assert.rejects(async () => audited(failing, trail, 'cli')['x.y']?.({}, ANN), TypeError);
  const failed = await shown();
  assert.deepEqual([failed.outcome, failed.told], ['failed', 'TypeError']);
});

test('signing keys and secrets: how they stood and stand', async () => {
  const standing = (side: unknown) =>
    (side as { keys: { keySerial: string; state: string }[] }).keys.map(
      ({ keySerial, state }) => `${keySerial} ${state}`,
    );
  const sides = async () => {
    const [, result] = await latest(2);
    return [standing(result?.details.before), standing(result?.details.after)];
  };
  const { custodianKeySerial: first } = created;
  const made = await run<Record<string, string>>('keys.add', { platformNo: NO });
  assert.deepEqual(await sides(), [[`${first} signing`], [`${first} signing`, '3 published']]);
  await run('keys.rotate', { platformNo: NO, keySerial: made.custodianKeySerial });
  assert.deepEqual(await sides(), [
    [`${first} signing`, '3 published'],
    [`${first} replaced`, '3 signing'],
  ]);
  await run('keys.retire', { platformNo: NO, keySerial: first });
  assert.deepEqual((await sides())[1], [`${first} retired`, '3 signing']);
  for (const purpose of ['data', 'token']) {
    await run('keys.add', { platformNo: purpose });
    assert.equal((await sides())[1]?.[1], '2 published');
    await run('keys.rotate', { platformNo: purpose, keySerial: '2' });
    assert.equal((await sides())[1]?.[1], '2 planned');
  }
});

test('what begins and never ends is an intent without result', async () => {
  const { promise: begun, resolve } = Promise.withResolvers<void>();
  const hanging: Registry = {
    'x.hangs': {
      does: 'changes',
      run: () => {
        resolve();
        return new Promise(() => undefined);
      },
    },
  };
  void audited(hanging, trail, 'cli')['x.hangs']?.({ platformNo: NO }, ANN);
  await begun;
  // Committed before the command runs.
  assert.equal((await shown()).outcome, 'no result');
  const found = await run<{ entries: { outcome: string }[] }>('audit.list', { command: 'x hangs' });
  assert.deepEqual(
    found.entries.map(({ outcome }) => outcome),
    ['no result'],
  );
  assert.equal((await verifyTrail(sql, sealer, [])).unfinished, 1);
});

test('without an intent nothing is changed; what is done is answered though its result is lost', async () => {
  let ran = 0;
  const counting: Registry = {
    'x.counts': {
      does: 'changes',
      run: async () => {
        ran += 1;
        if (ran === 2) await sql`alter table audit_entries rename to away`;
        return { before: null, after: null, answer: 'done' };
      },
    },
  };
  const count = async () => audited(counting, trail, 'cli')['x.counts']?.({}, ANN);
  assert.equal(await count(), 'done');
  assert.equal(await count(), 'done');
  assert.equal(trail.lines.at(-1)?.[0], 'error');
  await assert.rejects(count(), /audit_entries/);
  assert.equal(ran, 2);
  await assert.rejects(run('platform.show', { platformNo: NO }), /audit_entries/, 'nor is anything read unseen');
  await sql`alter table away rename to audit_entries`;
  assert.equal(await count(), 'done');
});

test('of the node’s own commands those stand in the trail that change something', async () => {
  const own = audited(registry, trail, 'node');
  const before = (await latest(1))[0]?.id;
  await own['platform.show']?.({ platformNo: NO }, { who: 'demo', reason: null });
  assert.equal((await latest(1))[0]?.id, before);
  await own['platform.set']?.({ platformNo: NO, changes: { name: '榆' } }, { who: 'demo', reason: null });
  const [last] = await latest(1);
  assert.deepEqual([last?.via, last?.who], ['node', 'demo']);
});

test('audit list pages through what was asked, and audit verify is told a head', async () => {
  type Listed = { readonly entries: readonly { readonly id: string; readonly command: string }[]; more: boolean };
  const first = await run<Listed>('audit.list', { platformNo: NO, limit: 2 });
  assert.deepEqual([first.entries.length, first.more], [2, true]);
  const next = await run<Listed>('audit.list', { platformNo: NO, limit: 1_000, before: first.entries[1]?.id });
  assert.equal(next.more, false);
  const ids = [...first.entries, ...next.entries].map(({ id }) => Number(id));
  assert.deepEqual(
    ids,
    [...new Set(ids)].sort((a, b) => b - a),
  );
  const created = await run<Listed>('audit.list', { command: 'platform.create' });
  assert.deepEqual(
    created.entries.map(({ id }) => id),
    ['1'],
  );
  assert.deepEqual((await run<Listed>('audit.list', { since: Date.now() + 60_000 })).entries, []);
  for (const limit of [0, 1_001, 1.5, Number.NaN, '7']) {
    await assert.rejects(run('audit.list', { limit }), /A listing has 1 to 1000 lines/);
  }
  await assert.rejects(run('audit.show', { id: 'x' }), /An entry has a number \(see "audit list"\), not "x"/);
  await assert.rejects(run('audit.show', { id: '99999' }), /There is no entry 99999 in the audit trail/);
  const { head, differences, entries } = await run<Record<string, string>>('audit.verify', {});
  assert.deepEqual([differences, entries], [0, head?.split(':')[0]]);
  await run('audit.verify', { head });
  await assert.rejects(run('audit.verify', { head: '7' }), /--head is the number of an entry and its digest/);
  const wrong = `1:${head?.split(':')[1]}`;
  await assert.rejects(run('audit.verify', { head: wrong }), {
    message: `Broken: Entry 1 is not the one that whoever gave --head noted (${wrong}).`,
  });
  assert.equal((await shown()).outcome, 'refused');
});

test('G-19 no secret of any command stands in the trail, sealed or not, nor in the log', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const bare = pem.replace(/-----[^-]*-----|\s/g, '');
  const other = { dialect: 'depository', name: 'B', publicKey: keyOfNobody() };
  const made = await run<Record<string, string>>('platform.create', {
    ...{ ...other, platformNo: '6000000002', custodianKey: pem, platformPassword: 'hunter-1' },
  });
  const attempts: readonly (readonly [string, AdminArguments])[] = [
    ['platform.create', { ...other, platformNo: '6000000003', publicKey: pem }],
    ['platform.create', { ...other, platformNo: '6000000003', custodianKey: bare }],
    ['platform.set', { platformNo: NO, changes: { password: 'hunter-2', 'client-secret': 'hunter-3', name: pem } }],
    ['platform.set', { platformNo: NO, changes: { 'notify-url': pem } }],
    ['platform.key.add', { platformNo: NO, keySerial: '9', publicKey: bare }],
    ['keys.add', { platformNo: NO, custodianKey: pem }],
    ['keys.add', { platformNo: NO, keySerial: [[[{ token: 'hunter-4' }]]] }],
  ];
  for (const [name, args] of attempts)
    await run(name, args).catch((error) => assert.ok(error instanceof OperatorError));
  const all = await latest(10_000);
  const written = JSON.stringify([
    all.map(({ sealed: _, ...entry }) => ({ ...entry, id: '', intentId: '' })),
    trail.lines,
  ]);
  const middle = bare.slice(200, 250); // Within a line.
  for (const secret of [middle, ...['1', '2', '3', '4'].map((n) => `hunter-${n}`)]) {
    assert.ok(!written.includes(secret), secret);
  }
  assert.ok(!written.includes(`"${made.platformPassword}"`));
  assert.ok(written.includes(rsaFingerprint(publicKey)), 'which key it is can be told');
  assert.ok(written.includes('榆树'), 'what is looked through is what was written');
});

test('arguments that are very long or deep are told by their digest, and cost no more', async () => {
  await assert.rejects(run('platform.show', { platformNo: 'x'.repeat(100_000) }), /There is no platform/);
  const [long] = await latest(1);
  assert.deepEqual(Object.keys(long?.details.arguments as object), ['characters', 'sha256']);
  assert.deepEqual([long?.platformNo, long?.details.told?.length], [null, 1_000]);
  await run('platform.show', { platformNo: NO, deep: [[[[[[[[[['x']]]]]]]]]] });
  assert.match(JSON.stringify((await latest(1))[0]?.details.arguments), /^\{"platformNo":.*\(deeper\)/);
});

test('a change is found under its platform, however the number was typed', async () => {
  await run('platform.set', { platformNo: ` ${NO}\t`, changes: { name: '榆树' } });
  const [last] = await latest(1);
  assert.deepEqual([last?.command, last?.platformNo], ['platform.set', NO]);
  const resending: Registry = { 'x.resends': { does: 'reads', run: async () => null } };
  await audited(resending, trail, 'cli')['x.resends']?.({ id: ` ${NO}-7 ` }, ANN);
  assert.equal((await latest(1))[0]?.platformNo, NO);
});
