import type { Account } from '../accounts/account.ts';
import type { Exchange } from '../exchanges/exchange.ts';
import type { Market } from '../markets/market.ts';
import { cancelAfterSecondsOf } from './countdown.ts';

/**
 * Before something is placed that must not go with a countdown. One that cannot be called off now is called off by whoever renews
 * them; protection does not wait for that. Never throws.
 */
export async function callOffCountdown(
  exchange: Exchange,
  { account, market, symbol }: { account: Account; market: Market; symbol: string },
): Promise<void> {
  const canRun = exchange.capabilities.countdownCancel.includes(market) && cancelAfterSecondsOf(account) !== undefined;
  if (canRun) await exchange.countdownCancelAll(market, symbol, 0).catch(() => undefined);
}
