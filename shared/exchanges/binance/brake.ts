/**
 * What the exchange told us to wait for, known to every process that shares an address or an account with this one: one that
 * goes on sending gets all of them banned. Keys hold no secrets.
 */
export interface ExchangeBrake {
  /** @returns the milliseconds until a request under all of `keys` may be sent; 0 when it may be sent now */
  heldFor(keys: readonly string[]): Promise<number>;
  /** Holds whatever is under `key` for that long from now; a longer hold that is there already stays. */
  hold(key: string, forMs: number): Promise<void>;
}
