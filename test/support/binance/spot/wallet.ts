import { type Decimal, decimal, zero } from '../../../../shared/money/decimal.ts';

export type SpotBalance = { free: Decimal; locked: Decimal };

/** Money set aside for an order; the two legs of an OCO share one, because only one of them can trade. */
export type Lock = { asset: string; amount: Decimal };

export type Wallet = {
  balance(asset: string): SpotBalance;
  assets(): string[];
  add(asset: string, amount: Decimal): void;
  /** Pays out of what is free. @returns false, and changes nothing, when it is not enough */
  pay(asset: string, amount: Decimal): boolean;
  /** @returns undefined, and changes nothing, when not enough is free */
  lock(asset: string, amount: Decimal): Lock | undefined;
  /** Pays out of what an order has set aside. */
  payLocked(lock: Lock, amount: Decimal): void;
  /** Frees all but `keep` of what an order has set aside. */
  unlockTo(lock: Lock, keep: Decimal): void;
};

export function createWallet(start: Readonly<Record<string, string>>): Wallet {
  const balances = new Map<string, SpotBalance>();
  for (const [asset, amount] of Object.entries(start)) balances.set(asset, { free: decimal(amount), locked: zero });
  const of = (asset: string): SpotBalance => {
    const kept = balances.get(asset);
    if (kept !== undefined) return kept;
    const fresh = { free: zero, locked: zero };
    balances.set(asset, fresh);
    return fresh;
  };
  const spend = (lock: Lock, amount: Decimal): void => {
    if (amount.gt(lock.amount))
      throw new RangeError(`Cannot pay ${amount.toFixed()} ${lock.asset}: only ${lock.amount.toFixed()} is locked`);
    lock.amount = lock.amount.minus(amount);
    of(lock.asset).locked = of(lock.asset).locked.minus(amount);
  };
  return {
    balance: of,
    assets: () => [...balances.keys()].sort(),
    add(asset, amount) {
      of(asset).free = of(asset).free.plus(amount);
    },
    pay(asset, amount) {
      if (of(asset).free.lt(amount)) return false;
      of(asset).free = of(asset).free.minus(amount);
      return true;
    },
    lock(asset, amount) {
      const balance = of(asset);
      if (balance.free.lt(amount)) return undefined;
      balance.free = balance.free.minus(amount);
      balance.locked = balance.locked.plus(amount);
      return { asset, amount };
    },
    payLocked: spend,
    unlockTo(lock, keep) {
      const freed = lock.amount.minus(keep);
      if (freed.lte(zero)) return;
      spend(lock, freed);
      of(lock.asset).free = of(lock.asset).free.plus(freed);
    },
  };
}
