import type { Account } from '../accounts/account.ts';
import { AppError } from '../errors/app-error.ts';
import type { Exchange } from './exchange.ts';

export type ExchangeChooser = (account: Account) => Exchange;
export type ExchangeMakers = { paper: ExchangeChooser };

/** Account to exchange, each made once per warm instance. Paper is the only one that can be reached in this version. */
export function exchangeChooser(makers: ExchangeMakers): ExchangeChooser {
  const made = new Map<string, Exchange>();
  const make: ExchangeChooser = (account) => {
    if (account.exchange === 'paper' && account.mode === 'paper') return makers.paper(account);
    throw new AppError(
      'exchange_unavailable',
      `Cannot trade on account "${account.name}": exchange "${account.exchange}" in mode "${account.mode}" is not available, allowed is paper`,
      { retryable: false },
    );
  };
  return (account) => {
    const exchange = made.get(account.id) ?? make(account);
    made.set(account.id, exchange);
    return exchange;
  };
}
