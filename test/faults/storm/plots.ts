import { decimal } from '../../../shared/money/decimal.ts';
import type { Random } from '../random.ts';
import { type Chapter, noOrders } from '../story.ts';

/** A symbol of the fake, its first price, and a quantity whose commission on spot leaves whole steps. */
export type Traded = { symbol: string; price: string; quantity: string; held: string };

/** Their prices stand still, so what an alert comes to is known before it is sent. */
export const QUIET: readonly Traded[] = [
  { symbol: 'BTCUSDT', price: '50000', quantity: '0.01', held: '0.00999' },
  { symbol: 'ETHUSDT', price: '2500', quantity: '0.1', held: '0.0999' },
  { symbol: 'BNBUSDT', price: '600', quantity: '1', held: '0.999' },
];

/** Their prices run about, so stops and targets are reached and limits filled: only the books can say whether it was right. */
export const MOVING: readonly Traded[] = [
  { symbol: 'SOLUSDT', price: '100', quantity: '1', held: '0.999' },
  { symbol: 'DOGEUSDT', price: '0.1', quantity: '1000', held: '999' },
];

/** `isLast`: no alert of the lane follows. */
export type Plot = (nth: number, isLast: boolean) => Partial<Chapter>;

const FAR = { sl: '2%', tp: '4%' };
const FILLED = 'filled';

/** Long, short, long, short, each with a stop and a target: close before entry, and the protection turned round with it. */
export function flips({ symbol, price, quantity }: Traded): Plot {
  return (nth) => {
    const [entry, exit, position] = nth % 2 === 0 ? ['buy', 'buy', 'long'] : ['sell', 'sell', 'short'];
    const message = { symbol: `${symbol}.P`, action: entry, market_position: position, market_position_size: quantity };
    const orders =
      nth === 0 ? [`open ${entry} ${quantity}`] : [`close ${exit} ${quantity}`, `open ${entry} ${quantity}`];
    return { message: { ...message, quantity, price, ...FAR }, expected: { status: FILLED, orders } };
  };
}

/** In with a stop and a target, out again. */
export function rounds({ symbol, price, quantity, held }: Traded, market: 'spot' | 'usdm'): Plot {
  const of = market === 'spot' ? symbol : `${symbol}.P`;
  const closed = market === 'spot' ? held : quantity;
  return (nth) =>
    nth % 2 === 0
      ? {
          message: { symbol: of, action: 'buy', quantity, price, ...FAR },
          expected: { status: FILLED, orders: [`open buy ${quantity}`] },
        }
      : {
          message: { symbol: of, action: 'close', price },
          expected: { status: FILLED, orders: [`close sell ${closed}`] },
        };
}

/** A limit that rests, its cancellation, an entry without levels, and out. */
export function limits(traded: Traded, market: 'spot' | 'usdm'): Plot {
  const { symbol, price, quantity, held } = traded;
  const of = market === 'spot' ? symbol : `${symbol}.P`;
  const at = (factor: string): string => decimal(price).times(decimal(factor)).toFixed();
  const limit = { symbol: of, action: 'buy', order_type: 'limit', quantity, price };
  return (nth, isLast) => {
    switch (nth % 4) {
      case 0:
        return {
          message: { ...limit, limit_price: at('0.96') },
          expected: { status: isLast ? 'working' : 'canceled', orders: [] },
        };
      case 1:
        return { message: { symbol: of, action: 'cancel' }, expected: { status: 'done', orSo: 'no_op', orders: [] } };
      case 2:
        return {
          message: { symbol: of, action: 'buy', quantity, price },
          expected: { status: FILLED, orders: [`open buy ${quantity}`] },
        };
      default:
        return {
          message: { symbol: of, action: 'close', price },
          expected: { status: FILLED, orders: [`close sell ${market === 'spot' ? held : quantity}`] },
        };
    }
  };
}

/** Anything at any time, with levels near enough to be reached. */
export function wild({ symbol, price, quantity }: Traded, market: 'spot' | 'usdm', random: Random): Plot {
  const of = market === 'spot' ? symbol : `${symbol}.P`;
  const near = (): object => ({ sl: `${random.between(5, 20) / 10}%`, tp: `${random.between(5, 20) / 10}%` });
  const limit = (): string => {
    const factor = decimal(String(random.between(985, 1_010))).div(decimal('1000'));
    return decimal(price)
      .times(factor)
      .round(market === 'spot' ? 5 : 4, 0)
      .toFixed();
  };
  return () => ({
    message: random.pick<() => object>([
      () => ({ symbol: of, action: 'buy', quantity, price, ...near() }),
      () => ({ symbol: of, action: 'buy', quantity, price, ...near() }),
      () => ({ symbol: of, action: 'sell', quantity, price, ...(market === 'usdm' ? near() : {}) }),
      () => ({ symbol: of, action: 'close', price }),
      () => ({ symbol: of, action: 'buy', order_type: 'limit', limit_price: limit(), quantity, price }),
      () => ({ symbol: of, action: 'cancel' }),
    ])() as Record<string, unknown>,
  });
}

export const nothing: Plot = noOrders;
