/** Recorded examples as a reader sees them: the forms and bodies that went over the wire, byte for byte. */
import type { Dialect } from '../dialect.ts';
import type { NoticeTold, Service } from '../catalogue/service.ts';
import { block } from './markdown.ts';
import { type Form, noticesShown, type Recorded } from './recorded.ts';

/** What a notice tells. */
export const STAGES: Readonly<Record<NoticeTold, string>> = { ACCEPTED: '受理', SUCCESS: '成功', FAILURE: '失败' };

/** The examples of a service. Throws when it has none: every service shows what it does. */
export function examplesSection(dialect: Dialect, service: Service, recorded: readonly Recorded[]): string[] {
  const own = recorded.filter((each) => [service.name, ...service.aliases].includes(each.service));
  if (own.length === 0) {
    throw new Error(`${service.name} of ${dialect.name} has no example: src/testing/examples/${dialect.name}.ts`);
  }
  return ['### 示例 Examples', '', ...own.flatMap((each) => example(dialect, service, each))];
}

function example(dialect: Dialect, service: Service, recorded: Recorded): string[] {
  const { shows, request, answer, back, notices } = recorded;
  const stages = noticesShown(dialect, service, recorded);
  return [
    `**${shows}**`,
    '',
    '请求 Request：',
    '',
    ...block([`POST ${request.path}`, '', ...formLines(request.fields)]),
    '应答 Answer：',
    '',
    ...block(answerLines(recorded)),
    ...(back === null
      ? []
      : ['页面回跳 Browser return：', '', ...block([`POST ${back.url}`, '', ...formLines(back.fields)])]),
    ...notices.flatMap((fields, index) => [
      `异步通知 Notice（${STAGES[stages[index] ?? 'FAILURE']}）：`,
      '',
      ...block(['POST notifyUrl', '', ...formLines(fields)]),
    ]),
    ...(answer.status >= 400
      ? ['浏览器停留在错误页，再由用户返回。The browser is shown an error page first.', '']
      : []),
  ];
}

/** One field a line, values before percent-encoding. */
function formLines(fields: Form): string[] {
  return Object.entries(fields).map(([name, value]) => `${name}=${value}`);
}

function answerLines({ answer: { status, headers, body } }: Recorded): string[] {
  const head = [`HTTP ${status}`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)];
  return body === '' ? head : [...head, '', body];
}
