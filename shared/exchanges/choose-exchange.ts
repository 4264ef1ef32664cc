import type { Account } from '../accounts/account.ts';
import { AppError } from '../errors/app-error.ts';
import type { Clock } from '../time/clock.ts';
import type { Exchange } from './exchange.ts';

/** Account to exchange. @throws AppError `exchange_unavailable` when it cannot be traded on, with what is missing */
export type ExchangeChooser = (account: Account) => Promise<Exchange>;

export type ExchangeMakers = {
  now: Clock;
  paper: (account: Account) => Exchange;
  /** Absent where no keys can be had. */
  binance?: ExchangeChooser;
};

/** A key may be replaced or taken away: what was opened with it serves no longer than this. */
const REOPEN_AFTER_MS = 30_000;

/** Each exchange is opened when first asked for; those that keys open are opened anew from time to time. */
export function exchangeChooser({ now, paper, binance }: ExchangeMakers): ExchangeChooser {
  const made = new Map<string, { exchange: Promise<Exchange>; untilMs: number }>();
  const open: ExchangeChooser = async (account) => {
    if (account.exchange === 'paper' && account.mode === 'paper') return paper(account);
    if (account.exchange === 'binance' && binance !== undefined) return binance(account);
    throw new AppError(
      'exchange_unavailable',
      `Cannot trade on account "${account.name}": exchange "${account.exchange}" in mode "${account.mode}" is not available here`,
      { retryable: false },
    );
  };
  return (account) => {
    const nowMs = now().getTime();
    const known = made.get(account.id);
    if (known !== undefined && nowMs < known.untilMs) return known.exchange;
    const exchange = open(account);
    const untilMs = account.exchange === 'paper' ? Number.POSITIVE_INFINITY : nowMs + REOPEN_AFTER_MS;
    made.set(account.id, { exchange, untilMs });
    exchange.catch(() => made.delete(account.id));
    return exchange;
  };
}
