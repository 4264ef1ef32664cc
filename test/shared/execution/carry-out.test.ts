import { describe, expect, it } from 'vitest';
import { AppError } from '../../../shared/errors/app-error.ts';
import { carryOut } from '../../../shared/execution/carry-out.ts';
import { silentLog } from '../../../shared/log/logger.ts';
import type { Work } from '../../../shared/queue/work.ts';
import { fixedIds } from '../../support/fixed.ts';

const LEASE = { lane: 'acc_1:usdm:BTCUSDT', token: 'mine' };

/** Work whose every question meets `error`. */
const meeting = (error: unknown, attempts = 0): Promise<unknown> => {
  const work: Work = {
    ...{ seq: '1', lane: LEASE.lane, kind: 'execute_signal', userId: 'usr_1', alertId: 'alt_1', step: 1, attempts },
    ...{ failures: 0, isAlarmTold: false },
    createdAt: new Date(),
  };
  const fail = async (): Promise<never> => {
    throw error;
  };
  const deps = {
    executions: { load: fail },
    queue: {},
    chooseExchange: fail,
    now: () => new Date(),
    newId: fixedIds(),
  };
  return carryOut({ ...deps, log: silentLog } as unknown as Parameters<typeof carryOut>[0])(work, LEASE);
};
const away = (options = {}): AppError => new AppError('exchange_unavailable', 'Cannot ask Binance', options);

describe('carryOut()', () => {
  it.each([
    { attempts: 0, least: 250, most: 500 },
    { attempts: 3, least: 2_000, most: 4_000 },
    { attempts: 200, least: 7_500, most: 15_000 },
  ])(
    'waits $least to $most ms for an exchange that could not be asked $attempts times before',
    async ({ attempts, least, most }) => {
      const result = (await meeting(away(), attempts)) as { status: string; delayMs: number; reason: string };
      expect(result).toMatchObject({ status: 'retry', reason: 'Cannot ask Binance' });
      expect(result.delayMs).toBeGreaterThanOrEqual(least);
      expect(result.delayMs).toBeLessThanOrEqual(most);
    },
  );

  it.each([
    { says: 7_000, delayMs: 7_000 },
    { says: 3_600_000, delayMs: 60_000 },
    { says: 0, delayMs: 100 },
  ])('waits $delayMs ms where the exchange asks for $says', async ({ says, delayMs }) => {
    expect(await meeting(away({ details: { retryAfterMs: says } }), 9)).toMatchObject({ status: 'retry', delayMs });
  });

  it('leaves a lane that others have to whoever drains', async () => {
    await expect(meeting(new AppError('lease_lost', 'gone'))).rejects.toMatchObject({ code: 'lease_lost' });
  });

  it.each([
    { case: 'an exchange that is away', error: away(), isAway: true },
    { case: 'a database that is away', error: new AppError('database_unavailable', 'gone'), isAway: true },
    { case: 'a key that is missing', error: away({ retryable: false }), isAway: false },
    { case: 'a bug', error: new Error('a bug'), isAway: false },
  ])('counts $case against the work: not $isAway', async ({ error, isAway }) => {
    expect(await meeting(error)).toMatchObject({ status: 'retry', isAway });
  });
});
