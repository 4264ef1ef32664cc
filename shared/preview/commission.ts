import type { Account } from '../accounts/account.ts';
import { readPaperSettings } from '../exchanges/paper/paper-settings.ts';
import type { DecidedOrder } from '../execution/decision.ts';
import type { Market } from '../markets/market.ts';
import { type Decimal, decimal } from '../money/decimal.ts';

/** Fractions of the notional, for an order that takes what rests and for one that rests itself. */
export type CommissionRates = { taker: Decimal; maker: Decimal; basis: 'account_settings' | 'exchange_standard' };
export type ExpectedCommission = { rate: Decimal; quantity: Decimal; basis: CommissionRates['basis'] };

/**
 * What Binance takes of everybody; who trades much, or pays in BNB, pays less.
 * https://www.binance.com/en/fee/trading, https://www.binance.com/en/fee/futureFee
 */
const BINANCE: Record<Market, { taker: Decimal; maker: Decimal }> = {
  spot: { taker: decimal('0.001'), maker: decimal('0.001') },
  usdm: { taker: decimal('0.0005'), maker: decimal('0.0002') },
};

/** What an account pays: a paper account as its settings say, another the standard rate of its exchange. */
export function commissionRates(
  { exchange, settings }: Pick<Account, 'exchange' | 'settings'>,
  market: Market,
): CommissionRates {
  if (exchange === 'binance') return { ...BINANCE[market], basis: 'exchange_standard' };
  const { commissionRate } = readPaperSettings(settings);
  return { taker: commissionRate, maker: commissionRate, basis: 'account_settings' };
}

/** In quote. A limit order is taken for one that rests: it costs no more than that unless the market has reached it. */
export function expectedCommission(rates: CommissionRates, { draft, notional }: DecidedOrder): ExpectedCommission {
  const rate = draft.type === 'limit' ? rates.maker : rates.taker;
  return { rate, quantity: notional.times(rate), basis: rates.basis };
}
