/** A price is one for a minute. */
const EVERY_MS = 10_000;

/** Where nobody trades there is no price before long: a market that is to stand still trades on at its price. @returns how to end it */
export function keepTrading(trade: () => unknown): () => void {
  trade();
  const trading = setInterval(trade, EVERY_MS).unref();
  return () => clearInterval(trading);
}
