/** The four envelopes of each protocol, field by field: request, answer, browser return, notice. */
import type { Dialect } from '../dialect.ts';
import { table } from './markdown.ts';
import { spokenNames } from './recorded.ts';

/** What stands in a browser return or a notice. */
const OUTGOING: Readonly<Record<string, string>> = {
  serviceName: '接口名称，与请求中所用名称一致。The name by which the service was called.',
  platformNo: '平台编号，不在签名之内。The platform’s number; it stands outside the signature.',
  responseType: '`CALLBACK` 页面回跳 browser return，`NOTIFY` 异步通知 notice。',
  keySerial: '存管方证书序号。Which of the custodian’s keys signed.',
  respData: '业务数据报文，JSON。The business data, JSON.',
  sign: '对 respData 字节的签名，base64。The signature over the bytes of respData.',
  signature: '对 respData 字节的签名，十六进制。The signature over the bytes of respData.',
};

/** All envelopes of a protocol. */
export function envelopes(dialect: Dialect): string[] {
  const request = Object.entries(dialect.envelope).map(([name, { required, label }]) => [
    `\`${name}\``,
    required ? 'Y' : 'N',
    label,
  ]);
  return [
    `### ${dialect.name}`,
    '',
    '请求 Request（`application/x-www-form-urlencoded`，UTF-8；直连地址也接受 `multipart/form-data`）：',
    '',
    ...table(['参数', '必填', '说明'], request),
    `应答 Answer（HTTP 200，\`application/json;charset=UTF-8\`，响应体即 respData，签名在响应头 \`${dialect.signatureHeader}\`。` +
      `The body is respData itself; its signature is the header \`${dialect.signatureHeader}\`.）：`,
    '',
    ...table(['参数', '说明'], answerRows(dialect)),
    '页面回跳 Browser return（浏览器以表单 POST 至 callbackUrl，其查询串保留）与 异步通知 notice（服务器 POST 至平台登记的通知地址）：',
    '',
    ...table(['参数', '说明'], outgoingRows(dialect)),
    `通知以 HTTP 200、响应体 \`${dialect.notices.acknowledgement}\` 确认（首尾空白忽略），否则重发：${sends(dialect)}。` +
      'A notice is acknowledged by HTTP 200 and exactly that body; what is not acknowledged is sent again.',
    '',
  ];
}

function answerRows(dialect: Dialect): string[][] {
  const { code, sentence } = spokenNames(dialect);
  const said = dialect.speak({ standing: 'SUCCESS', refusal: null }, {});
  const meanings: Readonly<Record<string, string>> = {
    [code]: `返回码，字符串；成功为 \`${String(said[code])}\`。The code, a string.`,
    [sentence]: '描述，至多 50 字。The sentence that belongs to it, 50 characters at most.',
    status: '业务状态：SUCCESS、ACCEPT、INIT、PROCESSING、FAIL。How the order stands.',
  };
  const rows = Object.keys(said).map((name) => [`\`${name}\``, meaning(meanings, name)]);
  return [...rows, ['…', '各接口返回字段 the fields of the service’s answer']];
}

function outgoingRows(dialect: Dialect): string[][] {
  const empty = { serviceName: '', platformNo: '', responseType: 'NOTIFY', keySerial: '', respData: '' } as const;
  const fields = dialect.wrap({ ...empty, signature: Buffer.alloc(0) });
  return Object.keys(fields).map((name) => [`\`${name}\``, meaning(OUTGOING, name)]);
}

/** Throws for a field that nobody has described. */
function meaning(meanings: Readonly<Record<string, string>>, name: string): string {
  const found = meanings[name];
  if (found === undefined) throw new Error(`the field ${name} of an envelope is described nowhere`);
  return found;
}

/** How often a notice is sent within the hour, withdrawals apart where they differ. */
function sends({ notices }: Dialect): string {
  const [usual, withdrawals] = [notices.mostSends('DEPOSIT'), notices.mostSends('WITHDRAW')];
  const apart =
    withdrawals === usual ? '' : `，提现每阶段共 ${withdrawals} 次 a withdrawal ${withdrawals} times a stage`;
  return `一小时内共 ${usual} 次 ${usual} times within one hour${apart}`;
}
