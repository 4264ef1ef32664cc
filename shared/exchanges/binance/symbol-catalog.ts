import type { Market } from '../../markets/market.ts';
import type { Clock } from '../../time/clock.ts';
import { nearestOf } from '../nearest-symbols.ts';
import type { SymbolRules } from '../symbol-rules.ts';
import { ask } from './ask.ts';
import type { BinanceClient, ClientRequest } from './client.ts';
import { exchangeInfo, readSymbolRules } from './read-symbol-rules.ts';

export type SymbolCatalog = {
  /** @returns undefined when the exchange does not list it */
  find(symbol: string): Promise<SymbolRules | undefined>;
  nearest(symbol: string, limit: number): Promise<string[]>;
};

/** Filters change seldom; a symbol is halted at any time, and the exchange says so itself then. */
const REFRESH_AFTER_MS = 10 * 60_000;
const TOO_OLD_AFTER_MS = 6 * 3_600_000;
/** A symbol that is not there may be new, but not every wrong name is worth a question. */
const MISSING_AFTER_MS = 60_000;

type Kept = { rules: ReadonlyMap<string, SymbolRules>; readAtMs: number };

/** All symbols of a market with their rules, read when first needed, then refreshed behind the back of whoever asks. */
export function symbolCatalog({ client, now }: { client: BinanceClient; now: Clock }, market: Market): SymbolCatalog {
  let kept: Kept | undefined;
  let reading: Promise<Kept> | undefined;
  const refresh = (): Promise<Kept> => {
    reading ??= read(client, market, now).then(
      (fresh) => {
        kept = fresh;
        reading = undefined;
        return fresh;
      },
      (error) => {
        reading = undefined;
        throw error;
      },
    );
    return reading;
  };
  const current = async (): Promise<Kept> => {
    if (kept === undefined) return refresh();
    const ageMs = now().getTime() - kept.readAtMs;
    if (ageMs > TOO_OLD_AFTER_MS) return refresh();
    if (ageMs > REFRESH_AFTER_MS) refresh().catch(() => {});
    return kept;
  };
  return {
    async find(symbol) {
      const catalog = await current();
      const found = catalog.rules.get(symbol);
      if (found !== undefined || now().getTime() - catalog.readAtMs < MISSING_AFTER_MS) return found;
      return (await refresh()).rules.get(symbol);
    },
    async nearest(symbol, limit) {
      const { rules } = await current();
      const traded = [...rules.values()].filter(({ haltedAs }) => haltedAs === undefined);
      return nearestOf(
        traded.map((one) => one.symbol),
        symbol,
        limit,
      );
    },
  };
}

const REQUESTS: Record<Market, Pick<ClientRequest, 'path' | 'params'>> = {
  spot: { path: '/api/v3/exchangeInfo', params: { showPermissionSets: 'false' } },
  usdm: { path: '/fapi/v1/exchangeInfo' },
};

async function read(client: BinanceClient, market: Market, now: Clock): Promise<Kept> {
  const request: ClientRequest = {
    market,
    method: 'GET',
    security: 'none',
    kind: 'read',
    isLarge: true,
    ...REQUESTS[market],
  };
  const { symbols } = await ask(client, request, exchangeInfo);
  const rules = symbols.flatMap((entry) => readSymbolRules(market, entry) ?? []);
  return { rules: new Map(rules.map((one) => [one.symbol, one])), readAtMs: now().getTime() };
}
