/**
 * Two nodes on one database with balancers before them, and platforms that lend while a test does to the nodes what it
 * is about: no order may be lost, none may have two effects, and the books must hold.
 */
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { callAdmin } from '../src/main/cli/client.ts';
import { createTestDatabase } from '../src/testing/database.ts';
import { type Balancer, startBalancer } from './balancer.ts';
import { Tally } from './caller.ts';
import { cunguan, launcherOf, Program, ROOT, type Said } from './program.ts';
import { askAgain, type Besieger, besiege, compare } from './siege.store.ts';
import { type Phase, underLoad } from './under-load.ts';
import type { Dialect } from './walk.ts';

export interface TwoNodes {
  readonly nodes: readonly [Program, Program];
  readonly tally: Tally;
  migrate(root?: string): Promise<Said>;
  /** Starts a node that serves, of this version or of another checkout. */
  serve(node: Program, root?: string): Promise<void>;
  /** Leads to those of the nodes that are up, or to any other when none of them is. */
  balance(...wanted: readonly Program[]): Promise<Balancer>;
  /** A platform that calls by way of a balancer. */
  besiege(balancer: Balancer, dialect: Dialect, no: string): Promise<Besieger>;
  /**
   * Lets the platforms lend while `script` is at work, and looks afterwards. Its `phase` waits for so many orders that
   * were acknowledged, and answers how many they were a second.
   */
  underLoad(t: TestContext, besieged: readonly Besieger[], script: (phase: Phase) => Promise<void>): Promise<void>;
}

export async function prepareTwoNodes(stack: AsyncDisposableStack, more: NodeJS.ProcessEnv = {}): Promise<TwoNodes> {
  const { url, sql } = await createTestDatabase({ empty: true });
  const nodes = [stack.use(await Program.prepare()), stack.use(await Program.prepare())] as const;
  const [first, second] = nodes;
  const environment = { DATABASE_URL: url, CUNGUAN_KEYS: join(first.data, 'keys'), CUNGUAN_POOL: '8', ...more };
  const tally = new Tally();
  const upOf = (wanted: readonly Program[]) => wanted.flatMap((node) => (node.isUp ? [node.at.custodian] : []));
  const look = async (besieged: readonly Besieger[]): Promise<void> => {
    for (const one of besieged) {
      await askAgain(one);
      await compare(sql, one);
    }
    await callAdmin(second.data, { command: 'ledger.verify', args: {} });
  };
  return {
    nodes,
    tally,
    migrate: (root = ROOT) => cunguan(first.data, ['migrate'], ROOT, { environment, root }),
    async serve(node, root = ROOT) {
      await node.start(environment, [process.execPath, launcherOf(root), 'serve']);
    },
    async balance(...wanted) {
      const balancer = await startBalancer(() => (upOf(wanted).length > 0 ? upOf(wanted) : upOf(nodes)));
      stack.defer(() => balancer.close());
      return balancer;
    },
    besiege(balancer, dialect, no) {
      const front = { data: first.data, databaseUrl: async () => url, at: { ...second.at, custodian: balancer.url } };
      return besiege(front, dialect, no, 'http://127.0.0.1:9/notify', tally);
    },
    async underLoad(t, besieged, script) {
      await underLoad(tally, besieged, script);
      const { acknowledged, unanswered, broken } = tally;
      t.diagnostic(`${acknowledged} orders, ${unanswered} tries without an answer, ${broken} broken off`);
      await look(besieged);
    },
  };
}
