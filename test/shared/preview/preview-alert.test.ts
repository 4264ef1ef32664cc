import { beforeEach, describe, expect, it } from 'vitest';
import type { AlertReading } from '../../../shared/alerts/alert.ts';
import { decimal } from '../../../shared/money/decimal.ts';
import { type DecidePreview, previewAlert } from '../../../shared/preview/preview-alert.ts';
import type { PreviewedDecision } from '../../../shared/preview/preview-step.ts';
import { memoryRouteStore } from '../../../shared/routes/store.memory.ts';
import { memoryStrategyStore } from '../../../shared/strategies/store.memory.ts';
import { aSignal, aStrategy } from '../../support/build-signal.ts';
import { NOW } from '../../support/fixed.ts';

const strategies = memoryStrategyStore();
const routes = memoryRouteStore();
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
  routes.kept.length = 0;
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
    cancels: [],
  },
  assumed: [],
  ...fields,
});

async function preview(read: AlertReading, more: { strategyId?: string; userId?: string } = {}) {
  const decide: DecidePreview = async ({ earlier }) => decided({ symbol: `after ${earlier.length}` });
  return previewAlert(
    { strategies, routes, readAlert: () => read, decide },
    { userId: 'usr_1', message: 'x', ...more },
  );
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

  it('takes the only strategy that the bot of the message is bound to', async () => {
    await strategies.add(aStrategy({ id: 'str_2', name: 'other' }), 'two', audit);
    const bind = (id: string, strategyId: string) =>
      routes.add(
        { id, userId: 'usr_1', key: 'bot-a', hookStrategyId: 'str_1', strategyId, createdAt: NOW },
        { ...audit, action: 'route.bound' },
      );
    await bind('rte_1', 'str_2');
    expect(await preview(reading('bot-a'))).toMatchObject({ strategy: { id: 'str_2' } });
    await bind('rte_2', 'str_1');
    expect(await preview(reading('bot-a')), 'which of two is for the person to say').not.toHaveProperty('strategy');
  });

  it('says that the strategy would not take the format, and what it would do all the same', async () => {
    strategies.kept.clear();
    await strategies.add(aStrategy({ dialects: ['okx'] }), 'one', audit);
    expect(await preview(reading())).toMatchObject({
      refused: { code: 'dialect_not_allowed', reason: expect.stringContaining('"generic"') },
      steps: [{ decided: { now: { decision: { kind: 'no_op' } } } }],
    });
  });

  it('says that the hook of the strategy would not take a bot that is bound to nothing there', async () => {
    const route = {
      id: 'rte_1',
      userId: 'usr_1',
      key: 'bot-a',
      hookStrategyId: 'str_1',
      strategyId: 'str_1',
      createdAt: NOW,
    };
    expect(await preview(reading('bot-z'), { strategyId: 'str_1' })).not.toHaveProperty('refused');
    await routes.add(route, { ...audit, action: 'route.bound' });
    const unknown = { code: 'route_unknown', reason: expect.stringContaining('"bot-z"') };
    expect(await preview(reading('bot-z'), { strategyId: 'str_1' })).toMatchObject({ refused: unknown });
    for (const named of ['bot-a', undefined])
      expect(await preview(reading(named), { strategyId: 'str_1' })).not.toHaveProperty('refused');
  });

  it('reads under the settings of the strategy', async () => {
    strategies.kept.clear();
    await strategies.add(aStrategy({ readSettings: { dealSide: 'short' } }), 'one', audit);
    const decide = async () => Promise.reject(new Error('nothing is decided here'));
    const previewed = previewAlert(
      { strategies, routes, readAlert: (_, settings = {}) => ({ ...reading(), signals: [], settings }), decide },
      { userId: 'usr_1', message: 'x' },
    );
    expect(await previewed).toMatchObject({ outcome: 'previewed', strategy: { id: 'str_1' } });
    expect(await previewed).not.toHaveProperty('reading.settings');
  });
});
