import { describe, expect, it } from 'vitest';
import type { LedgerOrder } from '../support/binance/ledger.ts';
import { compareBooks, isClean } from './books/compare-books.ts';
import type { OurBooks } from './books/our-books.ts';
import type { TheirBooks, TradedAccount } from './books/their-books.ts';

const account: TradedAccount = {
  ...{ accountId: 'acc_1', apiKey: 'key' },
  start: { spot: { USDT: '1000' }, usdm: { USDT: '1000' } },
};
const lane = { account_id: 'acc_1', market: 'usdm', symbol: 'BTCUSDT' } as const;
const order = {
  ...lane,
  alert_id: 'alt_1',
  type: 'market',
  purpose: 'open',
  reason: null,
  protects_level: null,
} as const;

/** Long 0.01 BTC from 50000, and a stop behind it. */
const ours = (): OurBooks => ({
  alerts: [{ id: 'alt_1', status: 'filled', reason: null, is_over: true }],
  orders: [
    {
      ...order,
      id: 'ord_1',
      client_order_id: 'one',
      side: 'buy',
      status: 'filled',
      quantity: '0.01',
      filled_quantity: '0.01',
    },
    {
      ...{ ...order, id: 'ord_2', client_order_id: 'two', side: 'sell', status: 'open', quantity: '0.01' },
      ...{ filled_quantity: '0', type: 'stop_market', purpose: 'protect', protects_level: 0 },
    },
  ],
  fills: [
    {
      ...{ ...lane, client_order_id: 'one', side: 'buy', exchange_trade_id: '7', price: '50000', quantity: '0.01' },
      ...{ commission: '0.25', commission_asset: 'USDT' },
    },
  ],
  positions: [
    { ...lane, quantity: '0.01', realized_pnl: '0', entry_notional: '500', is_open: true, left_quantity: '0' },
  ],
  plans: [{ ...lane, has_stop: true, targets: 0 }],
  work: [],
});

const executed: LedgerOrder = {
  ...{
    market: 'usdm',
    apiKey: 'key',
    symbol: 'BTCUSDT',
    orderId: '1',
    clientOrderId: 'one',
    side: 'BUY',
    type: 'MARKET',
  },
  ...{
    status: 'FILLED',
    price: '0',
    quantity: '0.01',
    executedQuantity: '0.01',
    executedQuote: '500',
    acceptedAtMs: 0,
  },
  trades: [
    {
      ...{ id: 7, price: '50000', quantity: '0.01', quote: '500', commission: '0.25', commissionAsset: 'USDT' },
      ...{ isMaker: false, timeMs: 0 },
    },
  ],
};
const theirs = (): TheirBooks => ({
  orders: [structuredClone(executed)],
  conditionals: [
    ...[
      {
        apiKey: 'key',
        symbol: 'BTCUSDT',
        clientAlgoId: 'two',
        side: 'SELL',
        type: 'STOP_MARKET',
        status: 'NEW',
        quantity: '0.01',
      },
    ],
  ],
  balances: new Map([
    [
      'key',
      { spot: [{ asset: 'USDT', free: '1000', locked: '0' }], usdm: [{ asset: 'USDT', free: '999.75', locked: '0' }] },
    ],
  ]),
  positions: new Map([['key', [{ symbol: 'BTCUSDT', side: 'BOTH', amount: '0.01', entryPrice: '50000' }]]]),
  defects: [],
});

type Break = (our: OurBooks, their: TheirBooks) => void;
const first = <Item>(items: readonly Item[]): Item => {
  const [item] = items;
  if (item === undefined) throw new Error('There is none');
  return item;
};

describe('compareBooks()', () => {
  it('finds nothing where both sides say the same', () => {
    const findings = compareBooks(ours(), theirs(), [account]);
    expect(findings).toEqual({ doubled: [], lost: [], mismatched: [], unfinished: [] });
    expect(isClean(findings)).toBe(true);
  });

  const broken: { case: string; breaks: Break; found: RegExp }[] = [
    {
      case: 'an order that was executed twice',
      breaks: (_, their) => void their.orders.push({ ...executed, trades: [] }),
      found: /2 times in orders/,
    },
    { case: 'an order that never was there', breaks: (_, their) => void their.orders.pop(), found: /never there/ },
    { case: 'an order that is not ours', breaks: (our) => void our.orders.pop(), found: /two, which is not ours/ },
    {
      case: 'a trade that we do not have',
      breaks: (our) => void our.fills.pop(),
      found: /trade 7 of order ord_1 is not in our fills/,
    },
    {
      case: 'a fill that we have twice',
      breaks: (our) => void our.fills.push(first(our.fills)),
      found: /has a fill twice/,
    },
    {
      case: 'a commission that differs in its last decimal',
      breaks: (our) => void Object.assign(first(our.fills), { commission: '0.25000001' }),
      found: /commission 0.25000001/,
    },
    {
      case: 'a balance that differs',
      breaks: (_, their) => void Object.assign(first(their.balances.get('key')?.usdm ?? []), { free: '999.74' }),
      found: /USD-M balance is 999.75/,
    },
    {
      case: 'a position that differs',
      breaks: (our) => void Object.assign(first(our.positions), { quantity: '0.02' }),
      found: /USD-M position in BTCUSDT is 0.02/,
    },
    {
      case: 'a stop that does not stand',
      breaks: (_, their) => void Object.assign(first(their.conditionals), { status: 'CANCELED' }),
      found: /stops stand for 0/,
    },
    {
      case: 'a stop for less than is held',
      breaks: (_, their) => void Object.assign(first(their.conditionals), { quantity: '0.005' }),
      found: /stops stand for 0.005/,
    },
    {
      case: 'a stop behind nothing',
      breaks: (our) => void Object.assign(first(our.positions), { is_open: false }),
      found: /holds nothing, and a stop_market/,
    },
    {
      case: 'an order of which nothing is known',
      breaks: (our) => void Object.assign(first(our.orders), { status: 'unknown' }),
      found: /is unknown/,
    },
    {
      case: 'an alert without an end',
      breaks: (our) => void Object.assign(first(our.alerts), { status: 'working', is_over: false }),
      found: /working and not over/,
    },
    {
      case: 'an alert that says other than its orders',
      breaks: (our) => void Object.assign(first(our.alerts), { status: 'no_op' }),
      found: /no_op without a reason/,
    },
    {
      case: 'work that is left',
      breaks: (our) => void our.work.push({ lane: 'l', kind: 'protect', last_error: null }),
      found: /protect is left/,
    },
  ];
  it.each(broken)('finds $case', ({ breaks, found }) => {
    const [our, their] = [ours(), theirs()];
    breaks(our, their);
    expect(
      Object.values(compareBooks(our, their, [account]))
        .flat()
        .join('\n'),
    ).toMatch(found);
  });
});
