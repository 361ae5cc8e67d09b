/**
 * One loan by the rules alone (L2.16, L2.17, G-23 to G-25), in the plainest arithmetic, knowing nothing of accounts:
 * says of each order whether it is done, and what it leaves. A second opinion for the tests of compensations.
 */

export const INVESTORS = ['i1', 'i2', 'g1'];
export const COMPENSATORS = ['g1', 'g2', 'COMPENSATION'];
export const EVERYBODY = [...INVESTORS, 'g2', 'b1', 'COMPENSATION'];
export const RICH = 100_000n;

interface Held {
  readonly by: string;
  readonly kind: 'REPAYMENT' | 'COMPENSATORY';
  left: bigint;
}

export type Shares = readonly (readonly [payee: string, principal: bigint, interest: bigint])[];

export class LoanByRules {
  readonly money = new Map(EVERYBODY.map((name) => [name, { available: RICH, frozen: 0n }]));
  readonly claims = new Map<string, bigint>();
  readonly recourse = new Map<string, bigint>();
  readonly holds = new Map<string, Held>();
  fee = 0n;
  repaid = 0n;
  interest = 0n;
  recovered = 0n;
  recoveredInterest = 0n;
  finished = false;

  purse(name: string) {
    return this.money.get(name) as { available: bigint; frozen: bigint };
  }

  hold(no: string, by: string, kind: Held['kind'], amount: bigint): boolean {
    const may = kind === 'REPAYMENT' ? by === 'b1' : COMPENSATORS.includes(by);
    if (this.finished || !may || amount === 0n || this.purse(by).available < amount) return false;
    this.purse(by).available -= amount;
    this.purse(by).frozen += amount;
    this.holds.set(no, { by, kind, left: amount });
    return true;
  }

  cancel(no: string, amount: bigint): boolean {
    const hold = this.holds.get(no);
    if (!hold || amount === 0n || amount > hold.left) return false;
    this.take(hold, amount);
    this.purse(hold.by).available += amount;
    return true;
  }

  repay(no: string, shares: Shares, commission: bigint): boolean {
    const room = (name: string) => (this.claims.get(name) ?? 0n) + (this.recourse.get(name) ?? 0n);
    const known = (name: string) => this.claims.has(name) || this.recourse.has(name);
    const hold = this.payable(no, 'REPAYMENT', shares, commission, room, known);
    if (!hold) return false;
    for (const [name, principal, interest] of shares) {
      const claim = this.claims.get(name) ?? 0n;
      const onClaim = principal < claim ? principal : claim;
      this.pay(hold, name, principal + interest);
      if (this.claims.has(name)) {
        this.claims.set(name, claim - onClaim);
        this.interest += interest;
      } else this.recoveredInterest += interest;
      if (this.recourse.has(name)) {
        this.recourse.set(name, (this.recourse.get(name) as bigint) - (principal - onClaim));
      }
      this.repaid += onClaim;
      this.recovered += principal - onClaim;
    }
    this.commission(hold, commission);
    return true;
  }

  compensate(no: string, shares: Shares, commission: bigint): boolean {
    const room = (name: string) => this.claims.get(name) ?? 0n;
    const hold = this.payable(no, 'COMPENSATORY', shares, commission, room, (name) => this.claims.has(name));
    if (!hold || shares.some(([name]) => name === hold.by)) return false;
    if (hold.by === 'COMPENSATION' && commission > 0n) return false;
    for (const [name, principal, interest] of shares) {
      this.pay(hold, name, principal + interest);
      this.claims.set(name, (this.claims.get(name) as bigint) - principal);
      this.recourse.set(hold.by, (this.recourse.get(hold.by) ?? 0n) + principal);
      this.repaid += principal;
      this.interest += interest;
    }
    this.commission(hold, commission);
    return true;
  }

  finish(): boolean {
    const open = [...this.holds.values()].some(({ left }) => left > 0n);
    const owed = [...this.claims.values()].some((left) => left > 0n);
    if (this.finished || open || owed) return false;
    this.finished = true;
    return true;
  }

  private payable(
    no: string,
    kind: Held['kind'],
    shares: Shares,
    commission: bigint,
    room: (name: string) => bigint,
    known: (name: string) => boolean,
  ): Held | null {
    const hold = this.holds.get(no);
    if (this.finished || !hold || hold.kind !== kind || shares.length === 0 || hold.left === 0n) return null;
    let needed = commission;
    const asked = new Map<string, bigint>();
    for (const [name, principal, interest] of shares) {
      if (!known(name) || principal + interest === 0n) return null;
      asked.set(name, (asked.get(name) ?? 0n) + principal);
      if ((asked.get(name) as bigint) > room(name)) return null;
      needed += principal + interest;
    }
    return needed <= hold.left ? hold : null;
  }

  private pay(hold: Held, name: string, amount: bigint): void {
    this.take(hold, amount);
    this.purse(name).available += amount;
  }

  private commission(hold: Held, amount: bigint): void {
    this.take(hold, amount);
    this.fee += amount;
  }

  private take(hold: Held, amount: bigint): void {
    hold.left -= amount;
    this.purse(hold.by).frozen -= amount;
  }
}
