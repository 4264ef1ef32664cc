import { expect, it } from 'vitest';
import { type LookUpDeps, lookUpOrder } from '../../../../shared/exchanges/binance/look-up.ts';
import { fixedClock, NOW } from '../../../support/fixed.ts';

/** An exchange on which so many orders of others were filled while ours was sent, none of which is listed yet. */
function crowded(strangers: number) {
  const asked: string[] = [];
  const clock = fixedClock();
  const trades = Array.from({ length: strangers }, (_, at) => ({ exchangeOrderId: `foreign${at}` }));
  const deps = {
    client: { settledAfterMs: 10_000, serverTimeAt: (_market: string, at: Date) => at.getTime() },
    now: clock,
    venue: {
      find: async () => undefined,
      ordersWithin: async () => [],
      tradesWithin: async () => trades,
      findById: async (_symbol: string, id: string) => {
        asked.push(id);
        return { clientOrderId: `of-${id}`, exchangeOrderId: id };
      },
    },
  } as unknown as LookUpDeps;
  const look = () => lookUpOrder(deps, { market: 'spot', symbol: 'BTCUSDT', clientOrderId: 'ours', submittedAt: NOW });
  return { look, clock, asked };
}

it.each([
  { strangers: 20, afterMs: 12_000, outcome: { status: 'not_found', isFinal: true } },
  { strangers: 21, afterMs: 11_999, outcome: { status: 'not_found', isFinal: false } },
  { strangers: 21, afterMs: 12_000, outcome: { status: 'not_found', isFinal: false } },
  { strangers: 21, afterMs: 71_999, outcome: { status: 'not_found', isFinal: false } },
  { strangers: 21, afterMs: 72_000, outcome: { status: 'unclear' } },
])(
  'lookUpOrder() answers $outcome among $strangers strangers after $afterMs ms',
  async ({ strangers, afterMs, outcome }) => {
    const { look, clock, asked } = crowded(strangers);
    clock.advance(afterMs);
    expect(await look()).toEqual(outcome);
    expect(asked.length).toBeLessThanOrEqual(20);
  },
);
