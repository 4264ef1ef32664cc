import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Decimal, decimal, print, sum, zero } from '../../../../../shared/money/decimal.ts';
import { createAccount, type FakeAccount } from '../../../../support/binance/account.ts';
import { settingsOf } from '../../../../support/binance/options.ts';
import { ApiError } from '../../../../support/binance/protocol/api-error.ts';
import { acceptOrder } from '../../../../support/binance/spot/accept-order.ts';
import { cancelOrder } from '../../../../support/binance/spot/close-order.ts';
import { followPrice } from '../../../../support/binance/spot/follow-price.ts';
import { isOpen, type SpotDraft } from '../../../../support/binance/spot/order.ts';
import { rulesOf, walletOf } from '../../../../support/binance/spot/state.ts';
import { createWallet } from '../../../../support/binance/spot/wallet.ts';
import { acceptUsdm } from '../../../../support/binance/usdm/accept-order.ts';
import { followUsdmPrice } from '../../../../support/binance/usdm/follow-price.ts';
import {
  balanceOf,
  createHolding,
  holdingOf,
  positionOf,
  usdmRulesOf,
} from '../../../../support/binance/usdm/state.ts';
import { createWorld, type World } from '../../../../support/binance/world.ts';

const RUNS = { numRuns: 60 };
const SYMBOL = 'BTCUSDT';
const START = { USDT: '100000', BTC: '3' };

function openWorld(parts: number): { world: World; account: FakeAccount } {
  const world = createWorld(settingsOf({ now: () => new Date(0) }));
  const account = createAccount({ apiKey: 'k'.repeat(64), secret: 's' }, 0);
  world.spot.wallets.set(account.apiKey, createWallet(START));
  world.usdm.holdings.set(account.apiKey, createHolding({ USDT: '100000' }, false));
  for (const state of [world.spot, world.usdm]) {
    state.book.set(SYMBOL, '50000', {}, 0);
    state.fillPlan = { parts, ticksApart: 1 };
  }
  return { world, account };
}

const price = fc.integer({ min: 4_500_000, max: 5_500_000 }).map((cents) => (cents / 100).toFixed(2));
const quantity = fc.integer({ min: 1, max: 99_999 }).map((steps) => (steps / 100_000).toFixed(5));
const side = fc.constantFrom('BUY' as const, 'SELL' as const);
const step = fc.oneof(
  fc.record({ do: fc.constant('price' as const), price }),
  fc.record({ do: fc.constant('cancel' as const), nth: fc.nat(20) }),
  fc.record({
    do: fc.constant('order' as const),
    ...{ side, quantity, price },
    type: fc.constantFrom('MARKET' as const, 'LIMIT' as const, 'STOP_LOSS' as const, 'TAKE_PROFIT_LIMIT' as const),
  }),
);

/** Refusals are part of the game; everything else is not. */
function unlessRefused(act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  }
}

const signedSum = (amounts: readonly { gained: Decimal; paid: Decimal }[]): Decimal =>
  sum(amounts.map(({ gained, paid }) => gained.minus(paid)));

it('Spot balances are the start plus the trades less commission, and locked is what open orders need', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), fc.integer({ min: 1, max: 3 }), (steps, parts) => {
      const { world, account } = openWorld(parts);
      const { spot } = world;
      const rules = rulesOf(spot, SYMBOL);
      for (const [index, one] of steps.entries()) {
        if (one.do === 'price') {
          spot.book.set(SYMBOL, one.price, {}, 0);
          followPrice(spot, SYMBOL);
        } else if (one.do === 'cancel') {
          const open = spot.orders.filter(isOpen).at(one.nth);
          if (open !== undefined) cancelOrder(spot, open, 'cancel');
        } else {
          const draft: SpotDraft = {
            ...{ rules, side: one.side, type: one.type, timeInForce: 'GTC', clientOrderId: `id${index}` },
            ...{ quantity: decimal(one.quantity), quoteQuantity: undefined, trailingDelta: undefined },
            price: one.type.includes('LIMIT') ? decimal(one.price) : undefined,
            stopPrice: one.type === 'MARKET' || one.type === 'LIMIT' ? undefined : decimal(one.price),
          };
          unlessRefused(() => acceptOrder(spot, account, draft));
        }
        const wallet = walletOf(spot, account);
        const trades = spot.orders.flatMap((order) => order.trades.map((trade) => ({ order, trade })));
        const usdt = signedSum(
          trades.map(({ order, trade }) =>
            order.side === 'BUY'
              ? { gained: zero, paid: trade.quote }
              : { gained: trade.quote, paid: trade.commission },
          ),
        );
        const btc = signedSum(
          trades.map(({ order, trade }) =>
            order.side === 'BUY'
              ? { gained: trade.quantity, paid: trade.commission }
              : { gained: zero, paid: trade.quantity },
          ),
        );
        for (const [asset, change] of [
          ['USDT', usdt],
          ['BTC', btc],
        ] as const) {
          const { free, locked } = wallet.balance(asset);
          const needed = sum(
            [...new Set(spot.orders.filter(isOpen).flatMap(({ lock }) => lock ?? []))]
              .filter((lock) => lock.asset === asset)
              .map(({ amount }) => amount),
          );
          expect(print(free.plus(locked))).toBe(print(decimal(START[asset]).plus(change)));
          expect(print(locked)).toBe(print(needed));
          expect(free.gte(zero)).toBe(true);
        }
      }
    }),
    RUNS,
  );
});

const usdmStep = fc.record({
  ...{ side, type: fc.constantFrom('MARKET' as const, 'LIMIT' as const) },
  quantity: fc.integer({ min: 1, max: 300 }).map((steps) => (steps / 1_000).toFixed(3)),
  price: fc.integer({ min: 490_000, max: 510_000 }).map((tenths) => (tenths / 10).toFixed(1)),
});

it('a USD-M wallet is the start plus realized PnL less commission, and a closed position has earned what its trades say', () => {
  fc.assert(
    fc.property(fc.array(usdmStep, { maxLength: 30 }), fc.integer({ min: 1, max: 3 }), (steps, parts) => {
      const { world, account } = openWorld(parts);
      const { usdm } = world;
      const holding = holdingOf(usdm, account);
      for (const [index, one] of steps.entries()) {
        usdm.book.set(SYMBOL, one.price, {}, 0);
        followUsdmPrice(usdm, SYMBOL);
        unlessRefused(() =>
          acceptUsdm(usdm, account, {
            ...{ rules: usdmRulesOf(usdm, SYMBOL), side: one.side, positionSide: 'BOTH', type: one.type },
            ...{ timeInForce: 'GTC', clientOrderId: `id${index}`, quantity: decimal(one.quantity) },
            ...{ price: one.type === 'LIMIT' ? decimal(one.price) : undefined, reduceOnly: false, goodTillMs: 0 },
          }),
        );
      }
      const trades = usdm.orders.flatMap((order) => order.trades.map((trade) => ({ order, trade })));
      const earned = sum(trades.map(({ trade }) => trade.realized.minus(trade.commission)));
      expect(print(balanceOf(holding, 'USDT'))).toBe(print(decimal('100000').plus(earned)));
      const { amount, cost } = positionOf(holding, SYMBOL, 'BOTH');
      const net = signedSum(
        trades.map(({ order, trade }) =>
          order.side === 'BUY' ? { gained: trade.quantity, paid: zero } : { gained: zero, paid: trade.quantity },
        ),
      );
      expect(print(amount)).toBe(print(net));
      const cash = signedSum(
        trades.map(({ order, trade }) =>
          order.side === 'SELL' ? { gained: trade.quote, paid: zero } : { gained: zero, paid: trade.quote },
        ),
      );
      const open = amount.gt(zero) ? cost : cost.times(decimal('-1'));
      const realized = sum(trades.map(({ trade }) => trade.realized));
      const lost = cash.plus(open).minus(realized).abs();
      expect(
        lost.lt(decimal('0.00000001').times(decimal(String(trades.length + 1)))),
        'less than a digit a trade',
      ).toBe(true);
    }),
    RUNS,
  );
});
