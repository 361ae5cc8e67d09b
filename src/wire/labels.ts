/**
 * What a signed message was made for (G-28). serviceName stands outside the signature, and the form of a gateway call
 * passes through the hands of whoever sits at the browser, who can post it under another name: a form that asks for the
 * password as a direct order that asks for none, a deposit as a withdrawal. So a message counts only as what its fields
 * say it is. Promises: no form of a gateway service is taken as a direct order or a query, and none that moves money as
 * another that does, wherever a field tells them apart; the pairs that none does need the password of the holder, and
 * their page names what is done.
 */
import type { PageVerbName } from '../custody/commands.ts';
import type { Catalogue, GatewayService, Service } from './catalogue/service.ts';
import type { RawObject } from './json.ts';

/** Whether an order of the verb moves or holds money. */
const MOVES_MONEY: Readonly<Record<PageVerbName, boolean>> = {
  REGISTER_PERSON: false,
  REGISTER_ENTERPRISE: false,
  BIND_CARD: false,
  RESET_PASSWORD: false,
  UNBIND_CARD: false,
  DEPOSIT: true,
  POS_DEPOSIT: true,
  WITHDRAW: true,
  AUTHORIZE: false,
  HOLD: true,
};

/** The first field that says that the message was made for another service, or null. */
export function mislabelledBy(catalogue: Catalogue, service: Service, raw: RawObject): string | null {
  if (service.mode !== 'gateway') return 'callbackUrl' in service.fields ? null : given(raw, 'callbackUrl');
  if (!MOVES_MONEY[service.verb]) return null;
  for (const name of fieldsOfOthers(catalogue, service)) if (given(raw, name)) return name;
  return null;
}

/** The field's name when something stands in it. */
function given(raw: RawObject, name: string): string | null {
  const value = raw[name];
  return value === undefined || value === null || value === '' ? null : name;
}

const known = new WeakMap<GatewayService, ReadonlySet<string>>();

/** Fields without which another service that moves money would not be, and which this one does not know. */
function fieldsOfOthers(catalogue: Catalogue, service: GatewayService): ReadonlySet<string> {
  let fields = known.get(service);
  if (!fields) {
    const own = new Set(Object.entries(service.fields).flatMap(([name, { also = [] }]) => [name, ...also]));
    const others = catalogue.services.filter((other) => other.mode === 'gateway' && MOVES_MONEY[other.verb]);
    fields = new Set(
      others.flatMap((other) =>
        Object.entries(other.fields)
          .filter(([, { required }]) => required)
          .flatMap(([name, { also = [] }]) => [name, ...also])
          .filter((name) => !own.has(name)),
      ),
    );
    known.set(service, fields);
  }
  return fields;
}
