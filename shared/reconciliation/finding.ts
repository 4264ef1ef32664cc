import type { Market } from '../markets/market.ts';
import { decimal, print } from '../money/decimal.ts';

/**
 * A difference between our books and the exchange's, in the figures of both.
 * - `foreign_order`: placed by somebody else · `unknown_order`: bears our mark, and rests there against what we believe
 * - `missing_order`: ours rests, and the exchange has none of this id · `position_differs`: one holds more than the other
 */
export type Finding =
  | {
      kind: 'foreign_order' | 'unknown_order';
      market: Market;
      symbol: string;
      side: 'buy' | 'sell';
      quantity: string;
      clientOrderId: string;
    }
  | { kind: 'missing_order'; market: Market; symbol: string; clientOrderId: string }
  | {
      kind: 'position_differs';
      market: Market;
      symbol: string;
      /** On an account in hedge mode, where a long and a short stand side by side. */
      positionSide?: 'long' | 'short';
      ours: string;
      theirs: string;
    };

export const FINDING_KINDS = ['foreign_order', 'unknown_order', 'missing_order', 'position_differs'] as const;

/** What one has to look into; orders made by hand are only told of. */
export const isAlarming = ({ kind }: Finding): boolean => kind !== 'foreign_order';

/**
 * The same difference found again has the same key. Of a position it is the gap that counts: what we trade ourselves moves both
 * figures.
 */
export function keyOf(finding: Finding): string {
  const { kind, market, symbol } = finding;
  if (finding.kind !== 'position_differs') return [kind, market, symbol, finding.clientOrderId].join(':');
  const gap = decimal(finding.theirs).minus(finding.ours);
  return [kind, market, symbol, finding.positionSide ?? '', print(gap)].join(':');
}

/** One sentence for a person, with both figures. */
export function tellFinding(finding: Finding): string {
  const where = `${finding.symbol} (${finding.market})`;
  switch (finding.kind) {
    case 'foreign_order': {
      const { side, quantity, clientOrderId } = finding;
      return `Order "${clientOrderId}" in ${where}, ${side} ${quantity}, was not placed here: it is left alone`;
    }
    case 'unknown_order': {
      const { side, quantity, clientOrderId } = finding;
      return `Order "${clientOrderId}" in ${where}, ${side} ${quantity}, rests on the exchange and bears our mark, but does not rest in our books`;
    }
    case 'missing_order':
      return `Order "${finding.clientOrderId}" in ${where} rests in our books, but not on the exchange`;
    case 'position_differs': {
      const side = finding.positionSide === undefined ? '' : `${finding.positionSide} side of the `;
      return `The ${side}position in ${where} is ${finding.ours} in our books and ${finding.theirs} on the exchange`;
    }
  }
}
