import fc from 'fast-check';
import type { Exchange } from '../../shared/exchanges/exchange.ts';
import { openPaperAccount } from '../../shared/exchanges/paper/open-paper-account.ts';
import { paperExchange } from '../../shared/exchanges/paper/paper-exchange.ts';
import { readPaperSettings } from '../../shared/exchanges/paper/paper-settings.ts';
import { seePrice } from '../../shared/exchanges/paper/see-price.ts';
import { memoryPaperStore } from '../../shared/exchanges/paper/store.memory.ts';
import type { PaperStore } from '../../shared/exchanges/paper/store.ts';
import type { Market } from '../../shared/markets/market.ts';
import { decimal } from '../../shared/money/decimal.ts';
import { request } from '../contracts/exchange.contract.ts';
import { pairRequest } from '../contracts/exchange-terms.ts';
import { fixedClock, fixedIds, NOW } from './fixed.ts';

export type PaperAction =
  | { kind: 'place'; text: string }
  | { kind: 'pair'; text: string; legs: string }
  | { kind: 'see'; price: string }
  | { kind: 'cancel'; recent: number }
  | { kind: 'cancel_all' };

const anyPrice = fc.integer({ min: 40_000, max: 60_000 }).map(String);
const anyHigh = fc.integer({ min: 50_500, max: 60_000 }).map(String);
const anyLow = fc.integer({ min: 40_000, max: 49_500 }).map(String);
const anyBps = fc.integer({ min: 10, max: 1_000 });
const anyWhat = fc
  .tuple(fc.constantFrom('buy', 'sell'), fc.integer({ min: 2, max: 90 }))
  .map(([side, thousandths]) => `${side} ${thousandths / 1_000} BTCUSDT`);
const words = (...parts: (string | fc.Arbitrary<string | number>)[]): fc.Arbitrary<string> =>
  fc
    .tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part)))
    .map((found) => found.join(' '));
const anyStop = fc.oneof(words('stop', anyPrice), words('stop', anyPrice, 'at', anyPrice), words('trail', anyBps));
const anyTarget = fc.oneof(words('at', anyPrice), words('target', anyPrice), words('target', anyPrice, 'at', anyPrice));
const anyTerms = fc.oneof(fc.constant(''), anyTarget, anyStop, words('trail', anyBps, 'from', anyPrice));
const anyFlags = fc.constantFrom('', 'reduce');

const place = words(anyWhat, anyTerms, fc.oneof(fc.constant(''), words('seen', anyPrice)), anyFlags);
/** Most of them on the right sides of the price at which all begins. */
const anyLegs = fc.oneof(
  words(anyTarget, '/', anyStop),
  words('at', anyHigh, '/', 'stop', anyLow),
  words('at', anyHigh, '/', 'stop', anyLow, 'at', anyLow),
  words('target', anyHigh, '/', 'trail', anyBps),
  words('at', anyLow, '/', 'stop', anyHigh),
);
const anyPair = fc.tuple(anyWhat, anyLegs);
const as = <Values>(any: fc.Arbitrary<Values>, toAction: (values: Values) => PaperAction): fc.Arbitrary<PaperAction> =>
  any.map(toAction);
const anyAction = fc.oneof(
  { weight: 6, arbitrary: as(place, (text) => ({ kind: 'place', text: text.replace(/ +/g, ' ') })) },
  { weight: 3, arbitrary: as(anyPair, ([text, legs]) => ({ kind: 'pair', text, legs })) },
  { weight: 5, arbitrary: as(anyPrice, (price) => ({ kind: 'see', price })) },
  { weight: 2, arbitrary: as(fc.integer({ min: 1, max: 6 }), (recent) => ({ kind: 'cancel', recent })) },
  { weight: 1, arbitrary: as(fc.constant(''), () => ({ kind: 'cancel_all' })) },
);
export const anyActions = fc.array(anyAction, { minLength: 1, maxLength: 30, size: 'max' });

export type PaperBooks = { exchange: Exchange; store: PaperStore; ids: string[] };

/** Does all of it to an account `acc_1` of its own that begins at 50000, and lets `check` look after every action. */
export async function actOnPaper(
  market: Market,
  actions: readonly PaperAction[],
  { settings, check }: { settings: Record<string, unknown>; check?: (books: PaperBooks) => Promise<void> },
): Promise<PaperBooks> {
  const deps = { store: memoryPaperStore(), now: fixedClock(), newId: fixedIds(), accountId: 'acc_1' };
  await openPaperAccount(deps, { accountId: 'acc_1', settings: readPaperSettings(settings) });
  const books: PaperBooks = { exchange: paperExchange(deps), store: deps.store, ids: [] };
  const see = (price: string): Promise<unknown> =>
    seePrice(deps, { market, symbol: 'BTCUSDT', price: decimal(price), seenAt: NOW, source: 'test' });
  await see('50000');
  for (const [at, action] of actions.entries()) {
    await act(market, books, { action, id: `action-${at}`, see });
    await check?.(books);
  }
  return books;
}

type Act = { action: PaperAction; id: string; see(price: string): Promise<unknown> };

async function act(market: Market, { exchange, ids }: PaperBooks, { action, id, see }: Act): Promise<void> {
  switch (action.kind) {
    case 'place':
      ids.push(id);
      await exchange.place(request(market, action.text, id));
      return;
    case 'pair':
      ids.push(`${id}-profit`, `${id}-loss`);
      await exchange.placePair(pairRequest(market, action.text, action.legs, id));
      return;
    case 'see':
      await see(action.price);
      return;
    case 'cancel':
      await exchange.cancel(market, 'BTCUSDT', ids.at(-action.recent) ?? 'none');
      return;
    case 'cancel_all':
      await exchange.cancelAll(market, 'BTCUSDT');
  }
}
