import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SealBroken } from '../../kernel/seal.ts';
import { DAY } from '../../kernel/time.ts';
import { createTestCustody, SEALER } from '../../testing/custody.ts';
import { attach, fileOf, FILES } from '../../testing/papers.ts';
import { spoiler } from '../../testing/spoil.ts';
import { digestOf, PAPER_LIMITS, tidyName, typeOf } from './files.ts';
import { contentPlace } from './papers.store.ts';
import type { PaperSubject } from './tables.ts';

const core = await createTestCustody({ spoilt: true });
const { lianyintong: l, depository: d, papers, operators, clock } = core;
const { sql } = core.database;
const { platformId } = l.platform;
await operators.add('ann', 'operator');
for (const userNo of ['a', 'b', 'c', 'e']) await l.register(userNo);
await d.register('a');

const subjectOf = async (userNo: string): Promise<PaperSubject> => {
  const [row] = await sql`select member_no from members where platform_id = ${platformId} and user_no = ${userNo}`;
  return { kind: 'ENTERPRISE', number: row?.member_no as bigint };
};
const stored = async () => Number((await sql`select count(*) from paper_contents`)[0]?.count);
const objection = async (subject: PaperSubject, ...files: Parameters<typeof fileOf>[]) => {
  const before = await stored();
  const answer = await attach(
    core,
    platformId,
    subject,
    files.map((file) => fileOf(...file)),
    'ann',
  );
  assert.equal(await stored(), before, 'nothing of them stays');
  return answer.ok ? null : answer.error.name;
};

test('what a file is, is told by what it holds', () => {
  for (const type of Object.keys(FILES) as (keyof typeof FILES)[]) {
    assert.equal(typeOf(FILES[type]), type);
    assert.equal(typeOf(FILES[type].subarray(1)), null);
  }
  for (const text of ['', '<html>', 'GIF89a', '\u0000%PDF-', 'MZ', '{"a":1}'])
    assert.equal(typeOf(Buffer.from(text)), null);
});

test('a name is tidied: no folder, nothing that steers a terminal, the ending of its type', () => {
  const cases = [
    ['/scans/身份证 正面.JPG', 'JPEG', '身份证 正面.jpg'],
    ['C:\\scans\\licence.pdf', 'PDF', 'licence.pdf'],
    ['invoice.exe', 'PDF', 'invoice.pdf'],
    ['a\u202egnp.exe\u0000\n', 'PNG', 'agnp.png'],
    ['../../.bashrc', 'PDF', 'bashrc.pdf'],
    ['', 'PNG', 'paper.png'],
    ['.pdf', 'PDF', 'paper.pdf'],
    ['扫'.repeat(200), 'PDF', `${'扫'.repeat(96)}.pdf`],
    ['  two   blanks .pdf', 'PDF', 'two blanks .pdf'],
    ['notes.txt', null, 'notes.txt'],
  ] as const;
  for (const [name, type, tidied] of cases) assert.equal(tidyName(name, type), tidied);
});

test('G-19 papers are listed, and read again as they were attached; the files lie sealed for their rows', async () => {
  const subject = await subjectOf('a');
  const files = [fileOf('PDF', 'scans/张三.pdf'), fileOf('JPEG', 'front.jpeg'), fileOf('PNG', 'seal')];
  const answer = await attach(core, platformId, subject, files, 'ann');
  assert.ok(answer.ok);
  const listed = await papers.list(platformId, subject);
  assert.deepEqual(
    listed.map(({ name, type, size, digest, addedBy, addedAt }) => [name, type, size, digest, addedBy, addedAt]),
    files.map(({ content }, i) => {
      const name = ['张三.pdf', 'front.jpg', 'seal.png'][i];
      return [name, ['PDF', 'JPEG', 'PNG'][i], content.length, digestOf(content), 'ann', clock.now()];
    }),
  );
  for (const [i, { paperNo }] of listed.entries()) {
    const read = await papers.read(platformId, paperNo);
    assert.ok(read.ok && read.value.content.equals(files[i]?.content as Buffer));
    const elsewhere = await papers.read(d.platform.platformId, paperNo);
    assert.deepEqual(!elsewhere.ok && elsewhere.error, { name: 'PAPER_UNKNOWN', facts: { paperNo } }, 'G-16');
  }
  const kept = await sql`select encode(content, 'escape') as text from paper_contents
    union all select encode(name, 'escape') from papers`;
  for (const { text } of kept) {
    for (const word of ['PDF', FILES.PDF.toString('base64').slice(0, 20), '张三', 'front'])
      assert.ok(!text.includes(word));
  }
  assert.deepEqual((await core.verify(null)).differences, []);
});

test('what cannot be kept is refused by name, and nothing of it stays', async () => {
  const subject = await subjectOf('b');
  assert.equal(await objection(subject), 'PAPERS_NONE');
  assert.equal(await objection(subject, ['PDF', 'a.pdf', PAPER_LIMITS.size + 1]), 'PAPER_TOO_LARGE');
  const most = PAPER_LIMITS.size;
  const three = ['a', 'b', 'c'].map((name) => ['PDF', name, most] as const);
  assert.equal(
    await objection(subject, ...three.map((file) => [...file] as Parameters<typeof fileOf>)),
    'PAPERS_TOO_LARGE',
  );
  for (const [content, name] of [
    ['', 'PAPER_EMPTY'],
    ['plain text', 'PAPER_TYPE_UNKNOWN'],
  ]) {
    const files = [fileOf('PNG', 'good.png'), { name: 'x.pdf', content: Buffer.from(content ?? '') }];
    const answer = await attach(core, platformId, subject, files, 'ann');
    assert.equal(!answer.ok && answer.error.name, name, 'all or nothing');
  }
  assert.deepEqual(await papers.list(platformId, subject), []);
  const both = await attach(core, platformId, subject, [fileOf('PDF', 'a', most), fileOf('PDF', 'b', most)], 'ann');
  assert.ok(both.ok, 'the largest that there may be');
});

test('a subject has so many papers at most, whoever comes at once', async () => {
  const subject = await subjectOf('c');
  const limit = PAPER_LIMITS.ofSubject;
  const files = (count: number) => Array.from({ length: count }, (_, i) => fileOf('PNG', `${i}.png`));
  assert.ok((await attach(core, platformId, subject, files(limit - 1), 'ann')).ok);
  const both = await Promise.all([1, 2].map(() => attach(core, platformId, subject, files(1), 'ann')));
  assert.deepEqual(both.map((answer) => (answer.ok ? 'taken' : answer.error.name)).sort(), [
    'PAPERS_TOO_MANY',
    'taken',
  ]);
  assert.equal((await papers.list(platformId, subject)).length, limit);
});

test('a file whose paper never came is forgotten after a day, and no other', async () => {
  const before = await stored();
  await sql`insert into paper_contents (platform_id, content_id, content, stored_at)
    values (${platformId}, 'lost', 'x', ${new Date(clock.now())})`;
  clock.advance(DAY - 1_000);
  const subject = await subjectOf('e');
  await attach(core, platformId, subject, [fileOf('PNG', '1.png')], 'ann');
  assert.equal(await stored(), before + 2);
  clock.advance(2_000);
  await attach(core, platformId, subject, [fileOf('PNG', '2.png')], 'ann');
  assert.equal(await stored(), before + 2);
});

const OPENS = 'a paper opens for its row, and its file is the one that was attached';
const ATTACHED = 'a paper is attached to something that there is, and has its file';

test('verify finds a paper whose file was exchanged, changed or taken away', async () => {
  const { found } = spoiler(sql);
  await sql`create table right_papers as table papers`;
  await sql`create table right_paper_contents as table paper_contents`;
  const back = `delete from papers; insert into papers select * from right_papers;
    delete from paper_contents; insert into paper_contents select * from right_paper_contents`;
  const [first, second] = await papers.list(platformId, await subjectOf('a'));
  assert.ok(first && second);
  const one = `content_id = '${first.contentId}'`;
  const other = SEALER.seal(FILES.PNG.toString('base64'), contentPlace(platformId, first.contentId)).toString('hex');
  assert.deepEqual(await found(`update paper_contents set content = '\\x${other}' where ${one}`, back), [OPENS]);
  const theirs = `(select content from paper_contents where content_id = '${second.contentId}')`;
  assert.deepEqual(await found(`update paper_contents set content = ${theirs} where ${one}`, back), [OPENS]);
  assert.deepEqual(await found(`delete from paper_contents where ${one}`, back), [ATTACHED, OPENS]);
  assert.deepEqual(await found(`update papers set type = 'PNG' where paper_no = ${first.paperNo}`, back), [OPENS]);
  assert.deepEqual(await found(`update papers set subject_no = 7 where paper_no = ${first.paperNo}`, back), [ATTACHED]);
  await sql`update paper_contents set content = ${Buffer.from(other, 'hex')} where content_id = ${first.contentId}`;
  await assert.rejects(papers.read(platformId, first.paperNo), SealBroken);
});
