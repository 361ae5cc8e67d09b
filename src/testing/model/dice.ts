/** Chance that can be played again: the same seed throws the same numbers. */
import type { Fen } from '../../kernel/money.ts';

export class Dice {
  private state: number;

  /** A die of its own for each step, so that a step leaves the others as they are when it is taken out. */
  constructor(seed: number, step: number) {
    this.state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(step + 1, 0x85ebca6b)) >>> 0;
    this.next();
  }

  /** From 0 to below `n`. */
  below(n: number): number {
    return this.next() % n;
  }

  oneIn(n: number): boolean {
    return this.below(n) === 0;
  }

  /** One of a list that is not empty. */
  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }

  /** One of a list, or what is taken where it is empty. */
  pickOr<T>(list: readonly T[], otherwise: T): T {
    return list.length === 0 ? otherwise : this.pick(list);
  }

  /** Some of a list, each at most once. */
  some<T>(list: readonly T[], most: number): readonly T[] {
    const left = [...list];
    const taken: T[] = [];
    while (left.length > 0 && taken.length < most) taken.push(...left.splice(this.below(left.length), 1));
    return taken;
  }

  /** Within a limit, exactly at it, a fen beyond, far beyond, or nothing. */
  near(limit: Fen): Fen {
    const kind = this.below(12);
    if (kind === 0) return limit + 1n;
    if (kind === 1) return limit * 2n + 7n;
    if (kind === 2) return 0n;
    if (kind <= 5) return limit;
    return this.upTo(limit);
  }

  /** At least a fen, and at most the limit where that is one. */
  upTo(limit: Fen): Fen {
    return limit <= 1n ? 1n : 1n + (BigInt(this.next()) % limit);
  }

  /** Numbers of 32 bits (splitmix32). */
  private next(): number {
    this.state = (this.state + 0x9e3779b9) | 0;
    let t = this.state ^ (this.state >>> 16);
    t = Math.imul(t, 0x21f0aaad);
    t ^= t >>> 15;
    t = Math.imul(t, 0x735a2d97);
    return (t ^ (t >>> 15)) >>> 0;
  }
}
