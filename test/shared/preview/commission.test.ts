import { expect, it } from 'vitest';
import type { DecidedOrder } from '../../../shared/execution/decision.ts';
import { decimal } from '../../../shared/money/decimal.ts';
import { commissionRates, expectedCommission } from '../../../shared/preview/commission.ts';
import { anEntry } from '../../support/build-risk.ts';
import { anAccount } from '../../support/build-signal.ts';

const order = (draft: Parameters<typeof anEntry>[0] = {}): DecidedOrder => ({
  draft: anEntry(draft),
  wantedQuantity: decimal('0.01'),
  notional: decimal('600'),
  price: decimal('60000'),
});

it.each([
  {
    case: 'paper, as its settings say',
    account: { settings: { commissionRate: '0.00075' } },
    market: 'spot' as const,
    taker: '0.45',
    maker: '0.45',
  },
  { case: 'paper without settings', account: {}, market: 'usdm' as const, taker: '0.6', maker: '0.6' },
  {
    case: 'Binance spot',
    account: { exchange: 'binance' as const },
    market: 'spot' as const,
    taker: '0.6',
    maker: '0.6',
  },
  {
    case: 'Binance USD-M',
    account: { exchange: 'binance' as const },
    market: 'usdm' as const,
    taker: '0.3',
    maker: '0.12',
  },
])('expectedCommission() of 600 on $case', ({ account, market, taker, maker }) => {
  const rates = commissionRates(anAccount(account), market);
  const resting = order({ type: 'limit', price: decimal('60000') });
  expect(expectedCommission(rates, order()).quantity.toFixed()).toBe(taker);
  expect(expectedCommission(rates, resting).quantity.toFixed()).toBe(maker);
  expect(rates.basis).toBe(account.exchange === 'binance' ? 'exchange_standard' : 'account_settings');
});
