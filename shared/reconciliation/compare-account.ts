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
};

export const busyKey = (market: Market, symbol: string): string => `${market}:${symbol}`;

/** Compares our fold of an account with what its exchange says. Pure. */
export function compareAccount(ours: OurBooks, theirs: TheirBooks): Finding[] {
  const isQuiet = ({ market, symbol }: { market: Market; symbol: string }): boolean =>
    !ours.busySymbols.has(busyKey(market, symbol));
  return [...orderFindings(ours, theirs), ...usdmFindings(ours, theirs), ...spotFindings(ours, theirs)].filter(isQuiet);
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
  const held = (positions: readonly OurPosition[]): Map<string, Decimal> => {
    const usdm = positions.filter(({ market }) => market === 'usdm');
    return new Map(usdm.map(({ symbol, quantity }) => [symbol, quantity]));
  };
  const [mine, yours] = [held(ours.positions), held(theirs.positions)];
  return [...new Set([...mine.keys(), ...yours.keys()])].flatMap((symbol): Finding[] => {
    const [a, b] = [mine.get(symbol) ?? zero, yours.get(symbol) ?? zero];
    return a.eq(b) ? [] : [{ kind: 'position_differs', market: 'usdm', symbol, ours: print(a), theirs: print(b) }];
  });
}

/** On spot more may be there than we bought; less cannot be. Several symbols may hold the same asset. */
function spotFindings(ours: OurBooks, { spot }: TheirBooks): Finding[] {
  const byAsset = new Map<string, OurPosition[]>();
  for (const position of ours.positions.filter(({ market }) => market === 'spot')) {
    const asset = spot.find((balance) => position.symbol.startsWith(balance.asset))?.asset ?? position.symbol;
    byAsset.set(asset, [...(byAsset.get(asset) ?? []), position]);
  }
  return [...byAsset].flatMap(([asset, positions]): Finding[] => {
    const balance = spot.find((one) => one.asset === asset);
    const there = balance === undefined ? zero : balance.free.plus(balance.locked);
    const held = sum(positions.map(({ quantity }) => quantity));
    const [first] = positions;
    if (first === undefined || there.gte(held)) return [];
    return [
      { kind: 'position_differs', market: 'spot', symbol: first.symbol, ours: print(held), theirs: print(there) },
    ];
  });
}
