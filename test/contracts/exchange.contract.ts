import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Exchange, OrderRequest, PlaceOutcome } from '../../shared/exchanges/exchange.ts';
import type { Market } from '../../shared/markets/market.ts';
import { decimal, print } from '../../shared/money/decimal.ts';
import type { ExchangeOrder } from '../../shared/orders/exchange-order.ts';
import { termsIn } from './exchange-terms.ts';

/** Whatever keeps the books. Accounts are opened in it as tests need them; prices are the same for all of them. */
export type ExchangeWorld = {
  openAccount(settings: Record<string, unknown>): Promise<Exchange>;
  seePrice(market: Market, symbol: string, price: string): Promise<unknown>;
  close(): Promise<void>;
  /** Where exchanges part over USD-M orders that are triggered. */
  triggered: {
    /** How one ends that finds nothing to reduce. */
    idleReducer: 'expired' | 'rejected';
    /** Whether one that rests from then on is listed under the id that it was placed with. */
    keepsId: boolean;
  };
};

export const FREE_OF_CHARGE = { commissionRate: '0', slippageRate: '0' };
/** So long ago that nothing sent then can still be on its way. */
export const LONG_AGO = new Date(0);
let asked = 0;

/** "buy 0.1 BTCUSDT" with terms, "seen" for the price that the order brings, "reduce" for reduce only. */
export function request(market: Market, text: string, clientOrderId?: string): OrderRequest {
  const words = text.split(' ');
  const after = (word: string): string | undefined =>
    words.includes(word) ? words[words.indexOf(word) + 1] : undefined;
  asked += 1;
  const seen = after('seen');
  return {
    clientOrderId: clientOrderId ?? `test-${asked}`,
    market,
    side: words[0] === 'buy' ? ('buy' as const) : ('sell' as const),
    quantity: decimal(words[1] ?? ''),
    symbol: words[2] ?? '',
    reduceOnly: words.includes('reduce'),
    purpose: 'open' as const,
    ...(seen === undefined ? {} : { referencePrice: decimal(seen) }),
    ...termsIn(text),
  };
}

/** "filled 0.1 @ 50000", "open", "rejected -2010" */
export function showOutcome(outcome: PlaceOutcome): string {
  if (outcome.status === 'rejected') return `rejected ${outcome.code}`;
  return outcome.status === 'accepted' ? showOrder(outcome.order) : outcome.status;
}

export function showOrder({ status, filledQuantity, averagePrice }: ExchangeOrder): string {
  return averagePrice === undefined ? status : `${status} ${print(filledQuantity)} @ ${print(averagePrice)}`;
}

/** "BTC 0.1, USDT 5000 + 10" where the second figure is locked */
export async function showBalances(exchange: Exchange, market: Market): Promise<string> {
  const balances = await exchange.balances(market);
  return balances
    .filter(({ free, locked }) => !free.plus(locked).eq('0'))
    .map(({ asset, free, locked }) => `${asset} ${print(free)}${locked.eq('0') ? '' : ` + ${print(locked)}`}`)
    .join(', ');
}

export async function showPositions(exchange: Exchange): Promise<string> {
  const positions = await exchange.positions('usdm');
  return positions
    .map(({ symbol, quantity, averageEntryPrice }) => `${symbol} ${print(quantity)} @ ${averageEntryPrice?.toFixed()}`)
    .join(', ');
}

/** What every exchange does for us, whatever keeps its books. */
export function exchangeContract(name: string, openWorld: () => Promise<ExchangeWorld>): void {
  describe(`exchange, ${name}`, () => {
    let world: ExchangeWorld;
    let exchange: Exchange;
    const place = async (market: Market, text: string): Promise<string> =>
      showOutcome(await exchange.place(request(market, text)));

    beforeAll(async () => {
      world = await openWorld();
    });
    afterAll(() => world.close());
    beforeEach(async () => {
      exchange = await world.openAccount(FREE_OF_CHARGE);
    });

    describe('symbols', () => {
      it('names the rules of what it trades, in the market asked for', async () => {
        expect(await exchange.symbolRules('spot', 'BTCUSDT')).toMatchObject({
          market: 'spot',
          base: 'BTC',
          quote: 'USDT',
        });
        expect(await exchange.symbolRules('usdm', '1000PEPEUSDT')).toMatchObject({ market: 'usdm', base: '1000PEPE' });
      });

      it('knows no rules of what it does not trade, and names the nearest instead', async () => {
        expect(await exchange.symbolRules('spot', 'BTCUSD')).toBeUndefined();
        expect(await exchange.nearestSymbols('spot', 'BTCUSD', 1)).toEqual(['BTCUSDT']);
        expect(await place('spot', 'buy 1 BTCUSD seen 50000')).toBe('rejected -1121');
      });
    });

    describe('one client order id, one order', () => {
      it('answers a repeat with the first order and trades nothing more', async () => {
        const first = await exchange.place(request('spot', 'buy 0.1 BTCUSDT seen 50000', 'twice'));
        const again = await exchange.place(request('spot', 'buy 0.1 BTCUSDT seen 60000', 'twice'));
        expect(again).toEqual(first);
        expect(await showBalances(exchange, 'spot')).toBe('BTC 0.1, USDT 5000');
      });

      it('keeps the ids of two accounts apart', async () => {
        const other = await world.openAccount(FREE_OF_CHARGE);
        await exchange.place(request('spot', 'buy 0.1 BTCUSDT seen 50000', 'shared'));
        await other.place(request('spot', 'buy 0.2 BTCUSDT seen 50000', 'shared'));
        expect(await showBalances(exchange, 'spot')).toBe('BTC 0.1, USDT 5000');
        expect(await showBalances(other, 'spot')).toBe('BTC 0.2');
      });

      it('forgets a rejected order, so that it may be asked again', async () => {
        expect(showOutcome(await exchange.place(request('spot', 'buy 1 BTCUSDT seen 50000', 'retried')))).toMatch(
          'rejected',
        );
        expect(await exchange.lookUp('spot', 'BTCUSDT', 'retried', LONG_AGO)).toEqual({
          status: 'not_found',
          isFinal: true,
        });
        expect(showOutcome(await exchange.place(request('spot', 'buy 0.1 BTCUSDT seen 50000', 'retried')))).toMatch(
          'filled',
        );
      });
    });

    describe('lookUp()', () => {
      it('finds an order as it stands, with its fills', async () => {
        const placed = await exchange.place(request('spot', 'buy 0.1 BTCUSDT seen 50000', 'sought'));
        const found = await exchange.lookUp('spot', 'BTCUSDT', 'sought');
        if (placed.status !== 'accepted' || found.status !== 'found') throw new Error('The order was lost');
        expect(found.order).toEqual(placed.order);
        expect(found.order.fills).toHaveLength(1);
      });

      it.each([
        { case: 'an id that was never sent', market: 'spot', symbol: 'BTCUSDT', id: 'never' },
        { case: 'another symbol', market: 'spot', symbol: 'ETHUSDT', id: 'elsewhere' },
        { case: 'another market', market: 'usdm', symbol: 'BTCUSDT', id: 'elsewhere' },
      ] as const)('says for good that it does not know $case', async ({ market, symbol, id }) => {
        await exchange.place(request('spot', 'buy 0.1 BTCUSDT seen 50000', 'elsewhere'));
        expect(await exchange.lookUp(market, symbol, id, LONG_AGO)).toEqual({ status: 'not_found', isFinal: true });
      });
    });

    describe('prices', () => {
      it('fills a market order at the last price seen when it brings none', async () => {
        await world.seePrice('spot', 'ETHUSDT', '2500');
        expect(await place('spot', 'buy 1 ETHUSDT')).toBe('filled 1 @ 2500');
      });
    });

    describe('filters', () => {
      it.each([
        { text: 'buy 0.000011 BTCUSDT seen 900000', filter: 'LOT_SIZE', why: 'off the step' },
        { text: 'buy 0.000001 BTCUSDT seen 50000', filter: 'LOT_SIZE', why: 'below the minimum' },
        { text: 'buy 9001 BTCUSDT seen 50000', filter: 'LOT_SIZE', why: 'above the maximum' },
        { text: 'buy 0 BTCUSDT seen 50000', filter: 'LOT_SIZE', why: 'nothing' },
        { text: 'buy 0.1 BTCUSDT at 50000.001 seen 60000', filter: 'PRICE_FILTER', why: 'off the tick' },
        { text: 'buy 0.1 BTCUSDT at 0 seen 60000', filter: 'PRICE_FILTER', why: 'no price' },
        { text: 'buy 0.00009 BTCUSDT seen 50000', filter: 'NOTIONAL', why: 'below the minimum notional' },
        { text: 'buy 0.0001 BTCUSDT at 49999.99 seen 60000', filter: 'NOTIONAL', why: 'one tick below' },
      ])('refuses "$text": $why', async ({ text, filter }) => {
        const outcome = await exchange.place(request('spot', text));
        expect(outcome).toEqual({ status: 'rejected', code: '-1013', message: `Filter failure: ${filter}` });
      });

      it('takes an order that lies exactly on every limit', async () => {
        expect(await place('spot', 'buy 0.0001 BTCUSDT seen 50000')).toBe('filled 0.0001 @ 50000');
      });
    });
  });
}
