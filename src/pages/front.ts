/**
 * The page at our root, for who typed the address or wants to know what answers here: it says what runs, where else to
 * go, and nothing that would have to be kept from anybody.
 */
import { html, type Part } from './html.ts';
import { factList, type Sheet } from './layout.ts';
import { said } from './phrases.ts';
import { type Setting, say } from './scene.ts';

/** What runs here. */
export interface Running {
  /** Addresses of each protocol, for platforms. */
  readonly protocols: readonly { readonly name: string; readonly gateway: string; readonly service: string }[];
  /** The demo platform and the sandbox bank, where this start has them. */
  readonly demo: string | null;
  readonly bank: string | null;
  /** Whether it is said at this address if we are ready. */
  readonly saysReady: boolean;
}

const TITLE = said('资金存管系统', 'Fund custody system');

export function frontSheet(setting: Setting, running: Running): Sheet {
  const link = (url: string | null): Part => url !== null && html`<a href="${url}">${url}</a>`;
  const content = html`<h1>${say(setting, TITLE)}</h1>
<p>${say(
    setting,
    said(
      '这里运行的是网络借贷资金存管系统 Cunguan。平台用户请从平台进入：每一笔业务的页面由平台打开。',
      'Cunguan, the fund custody system of lending platforms, runs here. Customers come in from their platform, ' +
        'which opens the page of each order.',
    ),
  )}</p>
${factList([
  [say(setting, said('演示平台', 'Demo platform')), link(running.demo)],
  [say(setting, said('沙箱银行', 'Sandbox bank')), link(running.bank)],
  ...running.protocols.flatMap(({ name, gateway, service }) => [
    [say(setting, said(`${name} 网关地址`, `${name} gateway`)), gateway] as const,
    [say(setting, said(`${name} 服务地址`, `${name} service`)), service] as const,
  ]),
  [say(setting, said('存活检查', 'Alive')), link('/healthz')],
  [say(setting, said('就绪检查', 'Ready')), link(running.saysReady ? '/readyz' : null)],
])}`;
  return { title: say(setting, TITLE), content };
}
