import { describe, expect, it } from 'vitest';
import type { OpenOrder } from '../../../shared/exchanges/exchange.ts';
import { decimal, zero } from '../../../shared/money/decimal.ts';
import { compareAccount, type OurBooks, type TheirBooks } from '../../../shared/reconciliation/compare-account.ts';

const d = decimal;
const nothing: { ours: OurBooks; theirs: TheirBooks } = {
  ours: { resting: [], positions: [], busySymbols: new Set() },
  theirs: { orders: [], positions: [], spot: [], baseOf: new Map([['BTCUSDT', 'BTC']]) },
};
const order = (clientOrderId: string, isOurs: boolean): OpenOrder => ({
  ...{ clientOrderId, exchangeOrderId: '1', status: 'open', filledQuantity: zero, fills: [] },
  ...{ market: 'usdm', symbol: 'BTCUSDT', side: 'buy', quantity: d('0.010'), isOurs, isConditional: false },
});
const ours = (fields: Partial<OurBooks>): OurBooks => ({ ...nothing.ours, ...fields });
const theirs = (fields: Partial<TheirBooks>): TheirBooks => ({ ...nothing.theirs, ...fields });
const btc = (quantity: string, market: 'spot' | 'usdm' = 'usdm') => ({
  market,
  symbol: 'BTCUSDT',
  quantity: d(quantity),
});
const balance = (asset: string, free: string, locked = '0') => ({ asset, free: d(free), locked: d(locked) });

describe('compareAccount()', () => {
  it.each([
    { case: 'nothing when nothing is held', a: ours({}), b: theirs({}), finds: [] },
    {
      case: 'nothing when both say the same, however it is written',
      a: ours({ resting: [{ market: 'usdm', symbol: 'BTCUSDT', clientOrderId: 'tv1' }], positions: [btc('0.10')] }),
      b: theirs({ orders: [order('tv1', true)], positions: [btc('0.1')] }),
      finds: [],
    },
    {
      case: 'an order made by hand',
      a: ours({}),
      b: theirs({ orders: [order('web_1', false)] }),
      finds: ['foreign_order BTCUSDT'],
    },
    {
      case: 'an order of ours that we know nothing of',
      a: ours({}),
      b: theirs({ orders: [order('tv9', true)] }),
      finds: ['unknown_order BTCUSDT'],
    },
    {
      case: 'an order that is gone there',
      a: ours({ resting: [{ market: 'usdm', symbol: 'BTCUSDT', clientOrderId: 'tv1' }] }),
      b: theirs({}),
      finds: ['missing_order BTCUSDT'],
    },
    {
      case: 'a position that is larger there',
      a: ours({ positions: [btc('0.1')] }),
      b: theirs({ positions: [btc('0.2')] }),
      finds: ['position_differs BTCUSDT 0.1 0.2'],
    },
    {
      case: 'a position that only the exchange has',
      a: ours({}),
      b: theirs({ positions: [btc('-0.2')] }),
      finds: ['position_differs BTCUSDT 0 -0.2'],
    },
    {
      case: 'a position that only we have',
      a: ours({ positions: [btc('0.1')] }),
      b: theirs({}),
      finds: ['position_differs BTCUSDT 0.1 0'],
    },
    {
      case: 'less on spot than we bought',
      a: ours({ positions: [btc('0.1', 'spot')] }),
      b: theirs({ spot: [balance('BTC', '0.05')] }),
      finds: ['position_differs BTCUSDT 0.1 0.05'],
    },
    {
      case: 'nothing when spot has more, or locks a part',
      a: ours({ positions: [btc('0.1', 'spot')] }),
      b: theirs({ spot: [balance('BTC', '0.04', '0.06'), balance('USDT', '5')] }),
      finds: [],
    },
    {
      case: 'the base of a symbol, and not an asset that it begins with',
      a: ours({ positions: [{ market: 'spot', symbol: 'WBTCUSDT', quantity: d('1') }] }),
      b: theirs({ spot: [balance('W', '5'), balance('WBTC', '1')], baseOf: new Map([['WBTCUSDT', 'WBTC']]) }),
      finds: [],
    },
    {
      case: 'nothing where our side of a hedged account is as we have it',
      a: ours({ positions: [btc('-0.1')] }),
      b: theirs({ positions: [{ ...btc('-0.1'), positionSide: 'short' }] }),
      finds: [],
    },
    {
      case: 'both sides of a hedged account, each on its own',
      a: ours({ positions: [btc('0.1')] }),
      b: theirs({
        positions: [
          { ...btc('0.2'), positionSide: 'long' },
          { ...btc('-0.3'), positionSide: 'short' },
        ],
      }),
      finds: ['position_differs BTCUSDT 0.1 0.2 long', 'position_differs BTCUSDT 0 -0.3 short'],
    },
    {
      case: 'nothing in a symbol where something is under way',
      a: ours({ positions: [btc('0.1')], busySymbols: new Set(['usdm:BTCUSDT']) }),
      b: theirs({ orders: [order('tv9', true)] }),
      finds: [],
    },
  ])('finds $case', ({ a, b, finds }) => {
    const shown = compareAccount(a, b).map((one) =>
      [
        one.kind,
        one.symbol,
        ...(one.kind === 'position_differs' ? [one.ours, one.theirs, one.positionSide ?? []].flat() : []),
      ].join(' '),
    );
    expect(shown).toEqual(finds);
  });
});
