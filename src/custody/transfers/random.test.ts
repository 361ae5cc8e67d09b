/**
 * Random tenders, loans, repayments, partial transfers and resales, against the simplest books of claims there can be:
 * a list of records, each with what is left of it and how it ended. Equal after every order, to the fen.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Fen, least, sum } from '../../kernel/money.ts';
import { dues } from '../../ledger/journal.ts';
import { buyHold, lend, modify, part, project, repay, repayHold, sale, tender, transfer } from '../../testing/loans.ts';
import type { MemoryCore } from '../../testing/memory.ts';
import { peopled } from '../../testing/memory-people.ts';
import { lianyintongPolicy } from '../../wire/lianyintong/policy.ts';
import { claims, restsOf, SOLD_OUT } from '../claims/tables.ts';
import type { DirectCommand } from '../commands.ts';
import { members } from '../members/tables.ts';
import { projects } from '../projects/tables.ts';

interface Held {
  readonly of: string;
  readonly hold: string;
  readonly confirm: string;
  left: Fen;
  sold: boolean;
}

const INVESTORS = ['i1', 'i2', 'i3'];
const at = <T>(items: readonly T[], index: number): T => items[index % items.length] as T;

class Play {
  readonly core: MemoryCore = peopled(lianyintongPolicy);
  readonly records: Held[] = [];
  private serial = 0;

  next(): string {
    this.serial += 1;
    return `r${this.serial}`;
  }

  direct(requestNo: string, command: DirectCommand): boolean {
    return this.core.direct(requestNo, command).ok;
  }

  begin(lent: readonly (readonly [who: number, amount: number])[]): void {
    for (const of of [...INVESTORS, 'b1']) {
      const terms = { amount: 1_000_000n, way: 'NETBANK_B2C', bank: 'ICBC', payCompany: null } as const;
      const command = { verb: 'DEPOSIT', holder: { kind: 'member', userNo: of }, ...terms } as const;
      this.core.deposit(this.next(), command, { state: 'PAID', amount: 1_000_000n, paidAt: 0, bankRef: of });
    }
    assert.ok(this.direct('p', project('P', 'b1', 100_000n)));
    const held = lent.map(([who, amount]) => ({ of: at(INVESTORS, who), amount: BigInt(amount), hold: this.next() }));
    for (const { of, amount, hold } of held) assert.ok(this.core.page(hold, tender(of, 'P', amount)));
    for (const { of, amount, hold } of held) {
      const confirm = this.next();
      assert.ok(this.direct(confirm, lend('P', [[hold, amount]])));
      this.records.push({ of, hold, confirm, left: amount, sold: false });
    }
    assert.ok(this.direct('m', modify('P', 'REPAYING')));
    assert.ok(this.core.page('h', repayHold('b1', 'P', 900_000n)));
    for (const of of INVESTORS) assert.ok(this.core.page(`b-${of}`, buyHold(of, 'P', 200_000n)));
  }

  of(userNo: string): Held[] {
    return this.records.filter(({ of }) => of === userNo);
  }

  private reduce(records: readonly Held[], by: Fen, sold: boolean): void {
    let open = by;
    for (const record of records) {
      const taken = least(record.left, open);
      record.left -= taken;
      open -= taken;
      if (taken > 0n && record.left === 0n) record.sold = sold;
    }
  }

  /** Principal is paid up to what is left, interest alone to whoever has a claim or had one that was repaid. */
  repay(who: number, principal: Fen): boolean {
    const userNo = at(INVESTORS, who);
    const own = this.of(userNo);
    const may = own.some(({ left, sold }) => left > 0n || !sold) && principal <= sum(own.map(({ left }) => left));
    const done = this.direct(this.next(), repay('P', 'h', [part(userNo, principal, 1n)]));
    assert.equal(done, may, `${userNo} is paid ${principal}`);
    if (done) this.reduce(own, principal, false);
    return done;
  }

  sell(buyer: string, picks: readonly number[], share: Fen | null, byHold: boolean): boolean {
    const chosen = picks.map((index) => at(this.records, index));
    const rests = new Map(this.records.map((record) => [record, record.left]));
    let may = true;
    const sales = chosen.map((record) => {
      const name = byHold ? record.hold : record.confirm;
      const named = this.of(record.of).filter(({ hold, confirm }) => hold === name || confirm === name);
      const left = sum(named.map((each) => rests.get(each) ?? 0n));
      const sold = share ?? left;
      may &&= record.of !== buyer && left > 0n && sold <= left;
      let open = sold;
      for (const each of named) {
        const taken = least(rests.get(each) ?? 0n, open);
        rests.set(each, (rests.get(each) ?? 0n) - taken);
        open -= taken;
      }
      return { ...sale(record.of, name, sold > 0n ? sold : 1n, share), sold };
    });
    const confirm = this.next();
    const details = sales.map(({ sold: _sold, ...each }) => each);
    const done = this.direct(confirm, transfer('P', `b-${buyer}`, details));
    assert.equal(done, may, `${buyer} buys`);
    if (!done) return false;
    for (const [record, left] of rests) this.reduce([record], record.left - left, true);
    const bought = sum(sales.map(({ sold }) => sold));
    this.records.push({ of: buyer, hold: `b-${buyer}`, confirm, left: bought, sold: false });
    return true;
  }

  /** What is left of each record, under its names; who may still be paid interest. */
  compare(): void {
    const { projectId, loaned, repaidPrincipal } = this.core.rows(projects)[0] ?? assert.fail();
    const names = new Map(this.core.rows(members).map(({ memberNo, userNo }) => [memberNo, userNo]));
    for (const { debtNo, holderNo, balance, lastPart } of this.core.rows(dues)) {
      assert.equal(debtNo, projectId);
      const own = this.of(names.get(holderNo) ?? '');
      const found = new Map<string, Fen>();
      for (const [{ confirmNo }, left] of restsOf(
        this.core.rows(claims).filter((row) => row.holderNo === holderNo),
        balance,
      ))
        found.set(confirmNo, (found.get(confirmNo) ?? 0n) + left);
      assert.deepEqual(
        [...found],
        own.map(({ confirm, left }) => [confirm, left]),
      );
      assert.equal(lastPart === SOLD_OUT, !own.some(({ left, sold }) => left > 0n || !sold));
    }
    assert.equal(sum(this.records.map(({ left }) => left)), loaned - repaidPrincipal);
  }
}

const STEP = fc.record({
  kind: fc.constantFrom('sell', 'sell', 'sell', 'repay'),
  who: fc.nat(2),
  picks: fc.array(fc.nat(20), { minLength: 1, maxLength: 3 }),
  amount: fc.nat(400),
  whole: fc.boolean(),
  byHold: fc.boolean(),
});

test('G-23 L2.18 L2.16-4 claims sold, sold on and repaid at random agree with a list of records', () => {
  const seen = { sell: 0, repay: 0, refused: 0 };
  const lent = fc.array(fc.tuple(fc.nat(2), fc.integer({ min: 1, max: 900 })), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(lent, fc.array(STEP, { minLength: 1, maxLength: 40, size: 'max' }), (tenders, steps) => {
      const play = new Play();
      play.begin(tenders);
      for (const { kind, who, picks, amount, whole, byHold } of steps) {
        const share = whole || amount === 0 ? null : BigInt(amount);
        const done =
          kind === 'repay'
            ? play.repay(who, BigInt(amount % 150))
            : play.sell(at(INVESTORS, who), picks, share, byHold);
        seen[done ? (kind as 'sell' | 'repay') : 'refused'] += 1;
        play.compare();
      }
    }),
    { numRuns: 150 },
  );
  assert.ok(seen.sell > 100 && seen.repay > 100 && seen.refused > 100, JSON.stringify(seen));
});
