/**
 * Step 2 of the road: the body becomes fields, and the protocol's dialect opens them. Whatever cannot be opened is told
 * what is wrong with it: not a form at all, the form of another protocol (LW-1), a field missing or given twice.
 */
import { fail, type Result } from '../kernel/result.ts';
import type { Dialect, Envelope } from './dialect.ts';
import { DIALECTS } from './dialects.ts';
import { type Form, type FormProblem, LONG, readForm, readLongForm, textOf } from './form.ts';
import { addressOf, type Addressed, type IdentifyDeps, lookUp } from './identify.ts';
import { isMultipart, readMultipart } from './multipart.ts';
import { type WireRefusal, wireRefusal } from './refusals.ts';
import type { Seen } from './seen.ts';

/** A call as far as its envelope is concerned. */
export interface Enveloped extends Addressed {
  readonly method: 'GET' | 'POST';
  /** The raw body (or query string); a refusal when http could not take it. */
  readonly body: Buffer | WireRefusal;
  /** As the header says, '' when there is none. */
  readonly contentType: string;
}

export async function openEnvelope(
  deps: Pick<IdentifyDeps, 'custody' | 'prefix'>,
  call: Enveloped,
  seen: Seen,
): Promise<Result<Envelope, WireRefusal>> {
  const { body, dialect } = call;
  if (!Buffer.isBuffer(body)) return fail(body);
  const form = await fieldsOf(body, call);
  if (!form.ok) return fail(malformed(notAForm(body, call) ?? formProblem(dialect, form.error)));
  const opened = dialect.openEnvelope(form.value);
  if (opened.ok) return opened;
  const stray = await strayForm(deps, call, form.value, seen);
  if (stray) return fail(stray);
  const isOurs = Object.keys(dialect.envelope).some((name) => form.value.has(name));
  const why = isOurs ? null : notAForm(body, call);
  if (why !== null) return fail(malformed(why));
  await nameSender(deps, call, form.value, seen);
  return opened;
}

/** A form counts by what it holds: many clients send one without saying that it is one. */
export function fieldsOf(
  body: Buffer,
  { method, contentType }: Pick<Enveloped, 'method' | 'contentType'>,
): Promise<Result<Form, FormProblem>> | Result<Form, FormProblem> {
  if (method === 'POST' && isMultipart(contentType)) return readMultipart(body, contentType);
  return body.length > LONG ? readLongForm(body) : readForm(body);
}

function malformed(why: string): WireRefusal {
  return wireRefusal('ENVELOPE_MALFORMED', { why });
}

/** A field is named when the protocol has it: any other name is a stranger's words. */
function formProblem({ envelope }: Dialect, problem: FormProblem): string {
  switch (problem.why) {
    case 'REPEATED':
      return Object.hasOwn(envelope, problem.field) ? `参数重复 ${problem.field}` : '参数重复';
    case 'TOO_MANY_FIELDS':
      return '参数过多';
    case 'NAME_TOO_LONG':
      return '参数名过长';
    case 'MULTIPART':
      return 'multipart/form-data 表单无法解析';
  }
}

/** What people send where a form is due. The header is a stranger's words, and only told to be one of these. */
const OTHERS: readonly (readonly [type: RegExp, name: string])[] = [
  [/json/i, 'JSON'],
  [/xml/i, 'XML'],
  [/^text\//i, '文本'],
  [/^(?!application\/x-www-form-urlencoded|multipart\/form-data)./i, '其他类型'],
];
const FIRST_BYTES: Readonly<Record<string, string>> = { '{': 'JSON', '[': 'JSON', '<': 'XML' };

/** Says what was sent instead of a form; null for what may be meant as one. */
function notAForm(body: Buffer, { method, contentType }: Enveloped): string | null {
  if (method !== 'POST' || body.length === 0) return null;
  const [, named] = OTHERS.find(([type]) => type.test(contentType.trim())) ?? [];
  const sent = FIRST_BYTES[body.toString('latin1', 0, 20).trimStart().charAt(0)] ?? named;
  return sent === undefined ? null : `收到 ${sent}，应为 x-www-form-urlencoded 表单`;
}

/**
 * A form of another protocol is told where to call, in the words of that protocol and signed as it signs; null when it
 * is none, or its platform belongs here and has sent the wrong fields.
 */
async function strayForm(
  deps: Pick<IdentifyDeps, 'custody' | 'prefix'>,
  { dialect, address }: Enveloped,
  form: Form,
  seen: Seen,
): Promise<WireRefusal | null> {
  for (const other of Object.values(DIALECTS)) {
    const opened = other === dialect ? null : other.openEnvelope(form);
    if (!opened?.ok) continue;
    const platform = (await lookUp(deps, opened.value, seen))?.platform ?? null;
    if (platform?.dialect === dialect.name) return null;
    seen.named = platform;
    seen.spoken = other;
    const path = platform ? addressOf(deps, platform, address) : other.paths[address][0];
    return wireRefusal('ADDRESS_WRONG', { path: path ?? '' });
  }
  return null;
}

/** What lacks a field is still answered under the key of the platform that it names: the one it verifies with (G-2). */
async function nameSender(
  deps: Pick<IdentifyDeps, 'custody'>,
  { dialect }: Enveloped,
  form: Form,
  seen: Seen,
): Promise<void> {
  const found = await lookUp(deps, { platformNo: textOf(form, 'platformNo') }, seen);
  if (found?.platform.dialect === dialect.name) seen.named = found.platform;
}
