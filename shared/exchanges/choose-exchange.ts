import type { Account } from '../accounts/account.ts';
import type { Mode } from '../accounts/mode.ts';
import { AppError } from '../errors/app-error.ts';
import { chooseNetwork } from './choose-network.ts';
import type { Exchange } from './exchange.ts';

export type ExchangeChooser = (account: Account) => Exchange;

/** `binance` is absent where no keys can be had. `keyMode` says which network the account's key was made on. */
export type ExchangeMakers = {
  paper: ExchangeChooser;
  binance?: {
    isTestnet: boolean;
    keyMode(account: Account): Mode | undefined;
    make(account: Account, network: 'testnet' | 'live'): Exchange;
  };
};

/** Account to exchange, each made once per warm instance. Whether a strategy may use it is asked of `chooseNetwork`. */
export function exchangeChooser(makers: ExchangeMakers): ExchangeChooser {
  const made = new Map<string, Exchange>();
  return (account) => {
    const exchange = made.get(account.id) ?? make(makers, account);
    made.set(account.id, exchange);
    return exchange;
  };
}

function make({ paper, binance }: ExchangeMakers, account: Account): Exchange {
  if (account.exchange === 'paper' && account.mode === 'paper') return paper(account);
  const refuse = (why: string): AppError =>
    new AppError('exchange_unavailable', `Cannot trade on account "${account.name}": ${why}`, { retryable: false });
  if (account.exchange !== 'binance' || binance === undefined)
    throw refuse(`exchange "${account.exchange}" in mode "${account.mode}" is not available, allowed is paper`);
  const choice = chooseNetwork({ account, keyMode: binance.keyMode(account), isTestnet: binance.isTestnet });
  if (!choice.ok) throw refuse(choice.reason);
  return binance.make(account, choice.network);
}
