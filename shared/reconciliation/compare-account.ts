import type { Balance, ExchangePosition, OpenOrder } from '../exchanges/exchange.ts';
import type { Market } from '../markets/market.ts';
import { type Decimal, print, sum, zero } from '../money/decimal.ts';
import type { Finding } from './finding.ts';

export type OurOrder = { market: Market; symbol: string; clientOrderId: string };
export type OurPosition = { market: Market; symbol: string; quantity: Decimal };

/** What we believe. In `busySymbols` something is under way, so that a difference is a matter of time. */
export type OurBooks = {
  resting: readonly OurOrder[];
  positions: readonly OurPosition[];
  busySymbols: ReadonlySet<string>;
};

/** What the exchange says. */
export type TheirBooks = {
  orders: readonly OpenOrder[];
  positions: readonly ExchangePosition[];
  spot: readonly Balance[];
  /** Of the symbols that we hold on spot. */
  baseOf: ReadonlyMap<string, string>;
};

type Place = { market: Market; symbol: string };
type PositionFinding = Extract<Finding, { kind: 'position_differs' }>;

export const busyKey = (market: Market, symbol: string): string => `${market}:${symbol}`;
export const isBusy = ({ busySymbols }: Pick<OurBooks, 'busySymbols'>, { market, symbol }: Place): boolean =>
  busySymbols.has(busyKey(market, symbol));

/** Compares our fold of an account with what its exchange says. Pure. */
export function compareAccount(ours: OurBooks, theirs: TheirBooks): Finding[] {
  const found = [...orderFindings(ours, theirs), ...usdmFindings(ours, theirs), ...spotFindings(ours, theirs)];
  return found.filter((finding) => !isBusy(ours, finding));
}

function orderFindings({ resting }: OurBooks, { orders }: TheirBooks): Finding[] {
  const known = new Set(resting.map(({ clientOrderId }) => clientOrderId));
  const there = new Set(orders.map(({ clientOrderId }) => clientOrderId));
  const others = orders.filter(({ clientOrderId }) => !known.has(clientOrderId));
  return [
    ...others.map(({ isOurs, market, symbol, side, quantity, clientOrderId }): Finding => {
      const kind = isOurs ? 'unknown_order' : 'foreign_order';
      return { kind, market, symbol, side, quantity: print(quantity), clientOrderId };
    }),
    ...resting
      .filter(({ clientOrderId }) => !there.has(clientOrderId))
      .map((order): Finding => ({ kind: 'missing_order', ...order })),
  ];
}

function usdmFindings(ours: OurBooks, theirs: TheirBooks): Finding[] {
  const [mine, yours] = [onUsdm(ours.positions), onUsdm(theirs.positions)];
  const symbols = new Set([...mine, ...yours].map(({ symbol }) => symbol));
  return [...symbols].flatMap((symbol): Finding[] => {
    const own = sum(of(symbol, mine).map(({ quantity }) => quantity));
    const there = of(symbol, yours);
    const isHedged = there.some(({ positionSide }) => positionSide !== undefined);
    if (!isHedged) return differing(symbol, own, sum(there.map(({ quantity }) => quantity)));
    return (['long', 'short'] as const).flatMap((positionSide) => {
      const held = sum(there.filter((one) => one.positionSide === positionSide).map(({ quantity }) => quantity));
      const isOurSide = positionSide === 'long' ? own.gt(zero) : own.lt(zero);
      return differing(symbol, isOurSide ? own : zero, held).map((found) => ({ ...found, positionSide }));
    });
  });
}

const onUsdm = <Held extends Place>(positions: readonly Held[]): Held[] =>
  positions.filter(({ market }) => market === 'usdm');
const of = <Held extends Place>(symbol: string, positions: readonly Held[]): Held[] =>
  positions.filter((one) => one.symbol === symbol);

function differing(symbol: string, ours: Decimal, theirs: Decimal): PositionFinding[] {
  if (ours.eq(theirs)) return [];
  return [{ kind: 'position_differs', market: 'usdm', symbol, ours: print(ours), theirs: print(theirs) }];
}

/** On spot more may be there than we bought; less cannot be. Several symbols may hold the same asset. */
function spotFindings(ours: OurBooks, { spot, baseOf }: TheirBooks): Finding[] {
  const byAsset = new Map<string, OurPosition[]>();
  for (const position of ours.positions.filter(({ market }) => market === 'spot')) {
    const asset = baseOf.get(position.symbol) ?? position.symbol;
    byAsset.set(asset, [...(byAsset.get(asset) ?? []), position]);
  }
  return [...byAsset].flatMap(([asset, positions]): Finding[] => {
    const balance = spot.find((one) => one.asset === asset);
    const there = balance === undefined ? zero : balance.free.plus(balance.locked);
    const held = sum(positions.map(({ quantity }) => quantity));
    const [first] = positions;
    if (first === undefined || there.gte(held) || positions.some((one) => isBusy(ours, one))) return [];
    const { market, symbol } = first;
    return [{ kind: 'position_differs', market, symbol, ours: print(held), theirs: print(there) }];
  });
}
