/** `npm run model [-- COMMANDS [SEED]]`: the whole comparison of core and model, with its time. */
import { playMany } from './run.ts';
import { TERMS } from './terms.ts';
import type { Protocol } from './stage.ts';

const COMMANDS = 200_000;

/** Plays; answers the status to leave with. */
export function comparison(args: readonly string[]): number {
  const commands = Number(args[0] ?? COMMANDS);
  const seed = Number(args[1] ?? Date.now() % 1_000_000);
  const protocols = Object.keys(TERMS) as Protocol[];
  for (const protocol of protocols) {
    const began = performance.now();
    process.stdout.write(`${protocol}, seed ${seed}: `);
    try {
      const { commands: played, tally } = playMany(protocol, seed, Math.ceil(commands / protocols.length));
      const seconds = ((performance.now() - began) / 1_000).toFixed(1);
      process.stdout.write(`${played} commands agree, ${seconds} s\n`);
      for (const [what, times] of [...tally].sort()) process.stdout.write(`  ${what} ${times}\n`);
    } catch (error) {
      process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`);
      return 1;
    }
  }
  return 0;
}
