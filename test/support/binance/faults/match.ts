import type { MarketName } from '../protocol/market-name.ts';
import type { RequestEntry } from '../request-log.ts';

/** Which requests a fault is meant for; what is absent matches everything. */
export type FaultMatch = {
  market?: MarketName;
  method?: string;
  /** Whole path, or its beginning with a `*` at the end. */
  path?: string;
  apiKey?: string;
  params?: Record<string, string>;
};

export function matches(match: FaultMatch, request: RequestEntry): boolean {
  return (
    (match.market === undefined || match.market === request.market) &&
    (match.method === undefined || match.method === request.method) &&
    (match.path === undefined || isPath(match.path, request.path)) &&
    (match.apiKey === undefined || match.apiKey === request.apiKey) &&
    Object.entries(match.params ?? {}).every(([name, value]) => request.params[name] === value)
  );
}

function isPath(wanted: string, path: string): boolean {
  return wanted.endsWith('*') ? path.startsWith(wanted.slice(0, -1)) : wanted === path;
}

/**
 * What USD-M never throttles: cancellations, reduce-only, close-position, and in hedge mode selling a long or buying
 * back a short. https://developers.binance.com/docs/derivatives/usds-margined-futures/general-info
 */
export function reducesExposure({ method, params }: RequestEntry): boolean {
  const { side, positionSide } = params;
  return (
    method === 'DELETE' ||
    params.reduceOnly?.toLowerCase() === 'true' ||
    params.closePosition?.toLowerCase() === 'true' ||
    (positionSide === 'LONG' && side === 'SELL') ||
    (positionSide === 'SHORT' && side === 'BUY')
  );
}
