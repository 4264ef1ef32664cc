import { beforeEach, describe, expect, it } from 'vitest';
import type { AlertReading } from '../../../shared/alerts/alert.ts';
import { decimal } from '../../../shared/money/decimal.ts';
import { type DecidePreview, previewAlert } from '../../../shared/preview/preview-alert.ts';
import type { PreviewedDecision } from '../../../shared/preview/preview-step.ts';
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
});

const decided = (fields: Partial<PreviewedDecision> = {}): PreviewedDecision => ({
  accountId: 'acc_1',
  market: 'usdm',
  symbol: 'BTCUSDT',
  rules: undefined,
  price: undefined,
  commission: { taker: decimal('0'), maker: decimal('0'), basis: 'account_settings' },
  now: {
    before: undefined,
    decision: { kind: 'no_op', code: 'already_flat', reason: 'Nothing is held' },
    after: undefined,
  },
  assumed: [],
  ...fields,
});

async function preview(read: AlertReading, more: { strategyId?: string; userId?: string } = {}) {
  const decide: DecidePreview = async ({ earlier }) => decided({ symbol: `after ${earlier.length}` });
  return previewAlert({ strategies, readAlert: () => read, decide }, { userId: 'usr_1', message: 'x', ...more });
}

describe('previewAlert()', () => {
  it('never gives a secret back', async () => {
    expect(JSON.stringify(await preview(reading()))).not.toContain('hush');
  });

  it('takes the only strategy there is, and asks for one where there are two', async () => {
    expect(await preview(reading())).toMatchObject({
      strategy: { id: 'str_1' },
      steps: [{ decided: { now: { decision: { kind: 'no_op' } } } }],
    });
    await strategies.add(aStrategy({ id: 'str_2', name: 'other' }), 'two', audit);
    const undecided = await preview(reading());
    expect(undecided).not.toHaveProperty('strategy');
    expect(undecided).toMatchObject({ outcome: 'previewed', steps: [{ signal: { symbol: 'BTCUSDT' } }] });
    expect(await preview(reading('OTHER'))).toMatchObject({ strategy: { id: 'str_2' } });
    expect(await preview(reading(), { strategyId: 'str_2' })).toMatchObject({ strategy: { id: 'str_2' } });
  });

  it('takes the only strategy there is for a message that names somebody else’s bot', async () => {
    expect(await preview(reading('a-bot-of-3commas'))).toMatchObject({ strategy: { id: 'str_1' } });
  });

  it('tells each step what the steps before it came to', async () => {
    const { signals, ...rest } = reading();
    const steps = { ...rest, signals: [...signals, ...signals, ...signals] };
    const symbols = ['after 0', 'after 1', 'after 2'].map((symbol) => ({ decided: { symbol } }));
    expect(await preview(steps)).toMatchObject({ steps: symbols });
  });

  it('knows no strategy of somebody else', async () => {
    expect(await preview(reading(), { strategyId: 'str_1', userId: 'usr_2' })).toEqual({ outcome: 'strategy_unknown' });
  });
});
