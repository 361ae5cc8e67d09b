/**
 * The demo's pages, taken while the road of each protocol is walked over a custodian double: the open card of every
 * step, orders that wait, failed or are unknown, the roles, the wire, the hand-over, and what goes wrong. Closed over
 * the demo's pages; that every step was open once is asserted.
 */
import assert from 'node:assert/strict';
import type * as plain from '../../../demo/pages/plain-pages.ts';
import type * as role from '../../../demo/pages/role-page.ts';
import type * as walk from '../../../demo/pages/walk-page.ts';
import type * as wire from '../../../demo/pages/wire-page.ts';
import { DIALECTS, type Dialect } from '../../../demo/state.ts';
import { currentStep, road } from '../../../demo/steps.ts';
import { demoDouble, type DemoDouble } from '../../../demo/testing/double.ts';
import type { Language } from '../../kernel/language.ts';
import { assetOf } from './bank.ts';
import type { Room } from './gallery.ts';

type Pages = typeof plain & typeof role & typeof walk & typeof wire;
type PageName = Extract<keyof Pages, `${string}Page`>;
type Paths = Readonly<Record<string, string>>;
type Taken = Map<string, Record<Language, string>>;

/** How each page of the demo comes to be seen at the end of a road; the walk itself is taken step by step. */
const AT_THE_END: Readonly<Record<PageName, (double: DemoDouble) => Paths | Promise<Paths>>> = {
  homePage: () => ({ home: '/' }),
  walkPage: ({ dialect }) => ({ finished: `/${dialect}` }),
  rolePage: ({ dialect }) => ({
    investor: `/${dialect}/investor`,
    borrower: `/${dialect}/borrower`,
    operator: `/${dialect}/operator`,
  }),
  wirePage: ({ dialect }) => ({ wire: `/${dialect}/wire?queries=1`, 'wire-step': `/${dialect}/wire?step=tender` }),
  errorPage: () => ({ missing: '/nowhere' }),
  handOverPage: async (double) => {
    await double.post(`/${double.dialect}/restart`);
    return { leaving: String((await double.press('register-investor')).headers.location) };
  },
};

/** Takes a page, or what answers a post, in both languages. */
async function take(double: DemoDouble, taken: Taken, name: string, path: string, posted?: string): Promise<void> {
  const shot = async (language: Language): Promise<string> => {
    const headers = { cookie: `lang=${language}`, 'content-type': 'application/x-www-form-urlencoded' };
    const sent = posted === undefined ? { method: 'GET' as const } : { method: 'POST' as const, payload: posted };
    return (await double.app.inject({ url: path, headers, ...sent })).body;
  };
  taken.set(`${double.dialect}-${name}`, { zh: await shot('zh'), en: await shot('en') });
}

async function walkTheRoad(double: DemoDouble, taken: Taken): Promise<void> {
  const { dialect, store } = double;
  for (const step of road(dialect)) {
    assert.equal(currentStep(store.walk(dialect)), step, 'every step is open once');
    await take(double, taken, `step-${step.id}`, `/${dialect}`);
    const pressed = await double.press(step.id);
    const { location = '' } = pressed.headers;
    if (!location.includes('/go/')) continue;
    const visit = await double.handedOver(location);
    await double.post(`/return/${dialect}`, double.message(visit, 'CALLBACK'));
    if (step.id === 'tender') await take(double, taken, 'returned', `/${dialect}`);
    await double.post(`/notify/${dialect}`, double.message(visit, 'NOTIFY'));
  }
}

async function whatFails(double: DemoDouble, taken: Taken): Promise<void> {
  const { dialect } = double;
  await double.post(`/${dialect}/restart`);
  for (const step of ['register-investor', 'register-borrower', 'deposit']) await double.visit(step);
  await take(double, taken, 'mistake', `/${dialect}/step/create-project`, 'amount=1.234');
  double.replies.set('ESTABLISH_PROJECT', 'drop');
  await double.press('create-project');
  await take(double, taken, 'unknown', `/${dialect}`);
}

async function takeAll(dialect: Dialect, taken: Taken): Promise<void> {
  const double = await demoDouble(dialect);
  try {
    await take(double, taken, 'empty-wire', `/${dialect}/wire`);
    await walkTheRoad(double, taken);
    for (const pathsOf of Object.values(AT_THE_END)) {
      for (const [name, path] of Object.entries(await pathsOf(double))) await take(double, taken, name, path);
    }
    await whatFails(double, taken);
  } finally {
    await double.close();
  }
}

/** Sets the room up: the demo is run once, and what it showed is shown again. */
export async function demoRoom(): Promise<Room> {
  const taken: Taken = new Map();
  for (const dialect of DIALECTS) await takeAll(dialect, taken);
  const states = [...taken].map(([name, shots]) => {
    return [name, async (language: Language) => ({ body: shots[language] })] as const;
  });
  return { name: 'demo', states: new Map(states), asset: assetOf('demo') };
}
