/** Where the protocols are reached: their addresses under the root and under a prefix (LW-1, DW-1). */
import type { HostedPages } from '../pages/pages.ts';
import type { Dialect } from '../wire/dialect.ts';
import type { Answered } from '../wire/answers.ts';
import { type ExchangeDeps, exchange, turnAway } from '../wire/exchange.ts';
import { type WireRefusal, wireRefusal } from '../wire/refusals.ts';
import { wishOf } from './page-routes.ts';
import type { Answer, HttpCall, Route } from './server.ts';

export interface WireRoutesOptions {
  readonly exchange: ExchangeDeps;
  readonly dialects: readonly Dialect[];
  readonly pages: Pick<HostedPages, 'opened' | 'refused'>;
}

/** A confirmation of 10,000 details is a megabyte or two as a form; what a browser carries is a few kilobytes. */
export const BODY_LIMITS = { service: 8 * 1024 * 1024, gateway: 1024 * 1024 } as const;

/** The routes of all dialects, unprefixed and prefixed. */
export function wireRoutes(options: WireRoutesOptions): readonly Route[] {
  return options.dialects.flatMap((dialect) =>
    (['gateway', 'service'] as const).flatMap((address) =>
      dialect.paths[address].flatMap((path) =>
        ['', '/:first', '/:first/:second'].flatMap((prefix) =>
          (['POST', 'GET'] as const).map((method) => route(options, dialect, address, { path, prefix, method })),
        ),
      ),
    ),
  );
}

interface Place {
  readonly path: string;
  readonly prefix: string;
  readonly method: 'GET' | 'POST';
}

function route(options: WireRoutesOptions, dialect: Dialect, address: 'gateway' | 'service', place: Place): Route {
  const most = BODY_LIMITS[address];
  const take = async (call: HttpCall, body: Buffer | WireRefusal): Promise<Answer> => {
    const answered = await exchange(options.exchange, {
      dialect,
      address,
      method: place.method,
      body,
      contentType: call.headers['content-type'] ?? '',
      userAgent: call.headers['user-agent'] ?? '',
      from: call.from,
      requestId: call.requestId,
      prefix: call.path.slice(0, -place.path.length),
      onKnown: call.vouch,
    });
    return bind(options.pages, call, answered);
  };
  return {
    method: place.method,
    path: place.prefix + place.path,
    bodyLimit: most,
    // GET carries the same fields as query string (LW-1).
    handle: (call) => take(call, place.method === 'GET' ? Buffer.from(call.query) : call.body),
    refuse: async (call, why) => {
      switch (why) {
        case 'BUSY':
          return bind(options.pages, call, await turnAway(options.exchange, { dialect, address }));
        case 'TOO_LARGE':
          return take(call, wireRefusal('BODY_TOO_LARGE', { bytes: most, of: 'BODY' }));
        case 'UNREADABLE':
          return take(call, wireRefusal('ENVELOPE_MALFORMED', { why: '请求体无法读取' }));
      }
    },
  };
}

function bind(pages: WireRoutesOptions['pages'], call: HttpCall, answered: Answered): Answer {
  const wish = wishOf(call);
  switch (answered.kind) {
    case 'answer':
      return answered.busy
        ? { status: 429, headers: { ...answered.headers, 'retry-after': '1' }, body: answered.body }
        : { status: 200, headers: answered.headers, body: answered.body };
    case 'redirect':
      return pages.opened(answered.token, wish);
    case 'error-page': {
      const { code, message: sentence, refusal } = answered;
      const trouble = {
        httpStatus: answered.busy ? 429 : 400,
        code,
        sentence,
        refusal,
        requestId: call.requestId,
        back: answered.return ?? null,
      };
      return pages.refused(trouble, wish);
    }
  }
}
