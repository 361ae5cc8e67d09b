/** Data of an enterprise that are corrected by hand, in the names and spellings of its platform's protocol. */
import type { EnterpriseData } from '../custody/commands.ts';
import { fail, ok, type Result } from '../kernel/result.ts';
import { readField } from './catalogue/read.ts';
import type { Dialect } from './dialect.ts';
import { sentenceOf } from './sentences.ts';

/** What of the registration cannot be corrected: it is another one then. */
const FIXED: ReadonlySet<string> = new Set(['requestNo', 'userNo', 'role', 'callbackUrl', 'expired', 'timestamp']);

/** The data that are given, in the core's names; else a sentence that names the first that is wrong. */
export function readCorrections(
  dialect: Dialect,
  given: Readonly<Record<string, string>>,
): Result<Partial<EnterpriseData>, string> {
  const service = dialect.catalogue.services.find(
    (each) => each.mode === 'gateway' && each.verb === 'REGISTER_ENTERPRISE',
  );
  if (!service) return fail(`${dialect.name} registers no enterprises.`);
  const core = new Map(Object.entries(service.coreNames ?? {}).map(([name, field]) => [field, name]));
  const corrected: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    const field = service.fields[name];
    const own = core.get(name) ?? name;
    if (!field || FIXED.has(own)) return fail(`${name} is nothing that can be corrected; see ${service.name}.`);
    const read = readField(field, value, name);
    if (!read.ok) return fail(`${sentenceOf(read.error)}.`);
    corrected[own] = read.value;
  }
  return ok(corrected as Partial<EnterpriseData>);
}
