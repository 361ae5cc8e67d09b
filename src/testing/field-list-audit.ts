/** What is wrong between the tables of `docs/protocols/fields/` and a catalogue, in sentences; empty: all is well. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Field } from '../wire/catalogue/kinds.ts';
import type { Service } from '../wire/catalogue/service.ts';
import type { Dialect } from '../wire/dialect.ts';
import {
  type Difference,
  differencesOf,
  listedFields,
  listedServices,
  namedDifferences,
  names,
  recordedExamples,
  type Shape,
  shownBy,
  unsaidIn,
} from './field-list.ts';

export interface FieldListAudit {
  /** Differences that are neither slips mended nor named. */
  readonly unnamed: readonly string[];
  /** Named differences that are none, of services that are open. */
  readonly idle: readonly string[];
  /** Rules given for differences that docs/rules.md does not have. */
  readonly lawless: readonly string[];
  /** Fields that are beyond the document and not marked so, or the other way round. */
  readonly mismarked: readonly string[];
  /** Services that are printed otherwise than they are declared, or not at all and not marked so. */
  readonly misfiled: readonly string[];
  /** Printed messages of open services that no example shows. */
  readonly unshown: readonly string[];
  /** What the lists hold: they are whole when these are the document's counts. */
  readonly counts: { readonly fields: number; readonly services: number };
}

/** Holds a catalogue against its lists; `spoken`: what the dialect adds to every answer. */
export function auditFieldList(dialect: Dialect, spoken: Readonly<Record<string, Shape>>): FieldListAudit {
  const listed = listedFields(dialect.name);
  const printed = listedServices(dialect.name);
  const open = dialect.catalogue.services.filter(({ name }) => printed.some(({ service }) => service === name));
  const shown = shownBy(dialect, listed, recordedExamples(dialect.name));
  const named = namedDifferences(dialect.name);
  const found = [...open.flatMap((service) => differencesOf(service, listed, spoken)), ...unsaidIn(listed, shown)];
  const isOpen = (service: string) => service === '*' || open.some(({ name }) => name === service);
  const used = named.filter((each) => found.some((difference) => names(each, difference)));
  const rules = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'rules.md'), 'utf8');
  const messages = new Set(listed.filter(({ service }) => isOpen(service)).map(keyOf));
  const seen = new Set(shown.map(keyOf));
  const absent = new Set(used.filter(({ aspect }) => aspect === 'absent').map(keyOf));
  return {
    unnamed: found.filter((each) => !named.some((one) => names(one, each))).map(sentence),
    idle: named.filter((each) => !used.includes(each) && isOpen(each.service)).map(sentence),
    lawless: used.filter(({ rule, reason }) => reason === '' || !rules.includes(`\n| ${rule} |`)).map(sentence),
    mismarked: open.flatMap((service) => mismarked(service, found)),
    misfiled: [...misfiled(dialect.catalogue.services, printed), ...missing(dialect, printed)],
    unshown: [...messages].filter((each) => !each.includes(' request') && !seen.has(each) && !absent.has(each)),
    counts: { fields: listed.length, services: printed.length },
  };
}

function keyOf({ service, message }: { readonly service: string; readonly message: string }): string {
  return `${service} ${message}`;
}

function sentence({ service, message, name, aspect, printed, ours }: Difference): string {
  const what = aspect === 'absent' || aspect === 'added' ? aspect : `${aspect} ${printed} is ${ours}`;
  return `${service} ${message} ${name}: ${what}`;
}

function mismarked(service: Service, found: readonly Difference[]): string[] {
  const sides: [string, Readonly<Record<string, Field>>][] = [
    ['request', service.fields],
    ['answer', service.answer],
  ];
  for (const [name, field] of Object.entries(service.fields)) {
    if ('items' in field) sides.push([`request:${name}`, field.items]);
  }
  return sides.flatMap(([message, fields]) =>
    Object.entries(fields)
      .filter(([name, { beyondDocument = false }]) => {
        const added = found.some(
          (each) =>
            each.service === service.name && each.message === message && each.name === name && each.aspect === 'added',
        );
        return added !== beyondDocument;
      })
      .map(([name]) => `${service.name} ${message} ${name}`),
  );
}

type Printed = ReturnType<typeof listedServices>;

function misfiled(services: readonly Service[], printed: Printed): string[] {
  return services.flatMap((service) => {
    const row = printed.find((each) => each.service === service.name);
    if (!row) return service.beyondDocument ? [] : [`${service.name} is not printed and not marked so`];
    const yes = (is: boolean) => (is ? 'Y' : 'N');
    const ours = {
      // One of the documents has no numbers.
      section: row.section === '-' ? '-' : service.section,
      mode: service.mode === 'gateway' ? 'gateway' : 'direct',
      idempotent: yes(service.idempotent),
      notice: yes(service.notices.length > 0),
    };
    const wrong = (Object.keys(ours) as (keyof typeof ours)[]).filter((each) => row[each] !== ours[each]);
    const sentences = wrong.map((each) => `${service.name} ${each}: ${row[each]} is ${ours[each]}`);
    return service.beyondDocument
      ? [...sentences, `${service.name} is printed and marked as if it were not`]
      : sentences;
  });
}

function missing({ catalogue }: Dialect, printed: Printed): string[] {
  return printed
    .filter(({ service }) => catalogue.find(service) === null)
    .map(({ service }) => `${service} is unknown`);
}
