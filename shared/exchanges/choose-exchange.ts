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
/** From then on it is opened anew behind the back of whoever asks, so that an order need not wait for it. */
const REFRESH_AFTER_MS = 20_000;

type Made = { exchange: Promise<Exchange>; untilMs: number; refreshAtMs: number };

/** Each exchange is opened when first asked for; those that keys open are opened anew from time to time. */
export function exchangeChooser({ now, paper, binance }: ExchangeMakers): ExchangeChooser {
  const made = new Map<string, Made>();
  const open: ExchangeChooser = async (account) => {
    if (account.exchange === 'paper' && account.mode === 'paper') return paper(account);
    if (account.exchange === 'binance' && binance !== undefined) return binance(account);
    throw new AppError(
      'exchange_unavailable',
      `Cannot trade on account "${account.name}": exchange "${account.exchange}" in mode "${account.mode}" is not available here`,
      { retryable: false },
    );
  };
  const forget = (account: Account, one: Made): void => {
    if (made.get(account.id) === one) made.delete(account.id);
  };
  /** Once per exchange: where it fails, whoever asks when its time is over waits and is told why. */
  const refresh = (account: Account, known: Made): void => {
    known.refreshAtMs = Number.POSITIVE_INFINITY;
    const times = endOf(account, now().getTime());
    open(account).then(
      (exchange) => {
        if (made.get(account.id) === known) made.set(account.id, { exchange: Promise.resolve(exchange), ...times });
      },
      () => forget(account, known),
    );
  };
  return (account) => {
    const nowMs = now().getTime();
    const known = made.get(account.id);
    if (known !== undefined && nowMs < known.untilMs) {
      if (nowMs >= known.refreshAtMs) refresh(account, known);
      return known.exchange;
    }
    const exchange = open(account);
    const fresh = { exchange, ...endOf(account, nowMs) };
    made.set(account.id, fresh);
    exchange.catch(() => forget(account, fresh));
    return exchange;
  };
}

function endOf({ exchange }: Account, nowMs: number): Pick<Made, 'untilMs' | 'refreshAtMs'> {
  if (exchange === 'paper') return { untilMs: Number.POSITIVE_INFINITY, refreshAtMs: Number.POSITIVE_INFINITY };
  return { untilMs: nowMs + REOPEN_AFTER_MS, refreshAtMs: nowMs + REFRESH_AFTER_MS };
}
