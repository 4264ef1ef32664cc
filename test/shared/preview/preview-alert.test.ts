import { beforeEach, describe, expect, it } from 'vitest';
import type { AlertReading } from '../../../shared/alerts/alert.ts';
import { previewAlert } from '../../../shared/preview/preview-alert.ts';
import { memoryStrategyStore } from '../../../shared/strategies/store.memory.ts';
import { aSignal, aStrategy } from '../../support/build-signal.ts';
import { NOW } from '../../support/fixed.ts';

const strategies = memoryStrategyStore();
const audit = {
  id: 'aud_1',
  userId: 'usr_1',
  actor: 'x',
  action: 'strategy.created',
  subject: '',
  detail: {},
  at: NOW,
} as const;

beforeEach(async () => {
  strategies.kept.clear();
  await strategies.add(aStrategy({ id: 'str_1', name: 'demo' }), 'one', audit);
});

const reading = (routeKey?: string): AlertReading => ({
  raw: 'buy [redacted]',
  secrets: ['hush'],
  repairs: [],
  dialect: 'generic',
  signals: [aSignal(routeKey === undefined ? {} : { routeKey })],
  routes: [routeKey === undefined ? {} : { routeKey }],
});

async function preview(read: AlertReading, more: { strategyId?: string; userId?: string } = {}) {
  const decide = async () => ({
    decision: { kind: 'no_op' as const, code: 'already_flat', reason: 'Nothing is held' },
    market: 'usdm' as const,
    symbol: 'BTCUSDT',
    rules: undefined,
    position: undefined,
    price: undefined,
  });
  return previewAlert({ strategies, readAlert: () => read, decide }, { userId: 'usr_1', message: 'x', ...more });
}

describe('previewAlert()', () => {
  it('never gives a secret back', async () => {
    expect(JSON.stringify(await preview(reading()))).not.toContain('hush');
  });

  it('takes the only strategy there is, and asks for one where there are two', async () => {
    expect(await preview(reading())).toMatchObject({
      strategy: { id: 'str_1' },
      steps: [{ decision: { kind: 'no_op' } }],
    });
    await strategies.add(aStrategy({ id: 'str_2', name: 'other' }), 'two', audit);
    const undecided = await preview(reading());
    expect(undecided).not.toHaveProperty('strategy');
    expect(undecided).toMatchObject({ outcome: 'previewed', steps: [{ signal: { symbol: 'BTCUSDT' } }] });
    expect(await preview(reading('OTHER'))).toMatchObject({ strategy: { id: 'str_2' } });
    expect(await preview(reading(), { strategyId: 'str_2' })).toMatchObject({ strategy: { id: 'str_2' } });
  });

  it('knows no strategy of somebody else', async () => {
    expect(await preview(reading(), { strategyId: 'str_1', userId: 'usr_2' })).toEqual({ outcome: 'strategy_unknown' });
  });
});
