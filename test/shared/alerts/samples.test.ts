import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readAlert } from '../../../shared/alerts/read-alert.ts';

const FOLDER = new URL('../../../events/webhook/', import.meta.url);
const NOW = '2026-01-05T10:00:07Z';

const readSample = (name: string) => readAlert(readFileSync(new URL(name, FOLDER), 'utf8').replaceAll('@now', NOW));
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const spot = { symbol: 'BTCUSDT', size: { type: 'base', value: '0.01' }, orderType: 'market', dryRun: false };
const at = { signalAt: '2026-01-05T10:00:07.000Z' };

const UNDERSTOOD: { name: string; dialect: string; repairs?: string[]; signal: object }[] = [
  {
    name: 'buy-market.json',
    dialect: 'generic',
    repairs: ['quoted_number'],
    signal: { ...spot, ...at, intent: 'buy', signalPrice: '60000' },
  },
  {
    name: 'sell-market.json',
    dialect: 'generic',
    repairs: ['quoted_number'],
    signal: { ...spot, ...at, intent: 'sell', signalPrice: '60500' },
  },
  {
    name: 'close.json',
    dialect: 'generic',
    repairs: ['quoted_number'],
    signal: { ...at, symbol: 'BTCUSDT', intent: 'flat', size: { type: 'strategy_default' }, reduceOnly: true },
  },
  {
    name: 'flip-to-short.json',
    dialect: 'generic',
    repairs: ['quoted_number'],
    signal: {
      ...at,
      symbol: 'BTCUSDT',
      market: 'usdm',
      intent: 'target_position',
      orderSide: 'sell',
      targetSide: 'short',
      targetQuantity: '0.01',
      previousSide: 'long',
      previousQuantity: '0.01',
      size: { type: 'base', value: '0.02' },
      orderTag: 'Short',
    },
  },
  {
    name: 'flip-to-long.json',
    dialect: 'generic',
    repairs: ['quoted_number'],
    signal: { market: 'usdm', intent: 'target_position', targetSide: 'long', targetQuantity: '0.01', orderTag: 'Long' },
  },
  {
    name: 'traderspost-entry.json',
    dialect: 'traderspost',
    repairs: ['quoted_number'],
    signal: {
      ...spot,
      ...at,
      intent: 'buy',
      targetSide: 'long',
      signalPrice: '60000',
      interval: '60',
      takeProfits: [{ kind: 'pct', value: '4' }],
      stopLoss: { kind: 'pct', value: '2' },
    },
  },
  {
    name: 'traderspost-exit.json',
    dialect: 'traderspost',
    repairs: ['quoted_number'],
    signal: { ...at, intent: 'close_long', size: { type: 'strategy_default' }, reduceOnly: true },
  },
  {
    name: 'tutorial-entry.json',
    dialect: 'tutorial',
    signal: {
      ...spot,
      ...at,
      chartExchange: 'BINANCE',
      intent: 'target_position',
      orderSide: 'buy',
      targetSide: 'long',
      targetQuantity: '0.01',
      previousSide: 'flat',
      previousQuantity: '0',
      signalPrice: '60000',
      orderTag: 'RsiLE',
    },
  },
  {
    name: 'default-sentence.txt',
    dialect: 'tradingview-default',
    signal: {
      symbol: 'BTCUSDT',
      market: 'usdm',
      intent: 'target_position',
      targetSide: 'short',
      targetQuantity: '0.01',
    },
  },
  {
    name: 'usdm-short.json',
    dialect: 'generic',
    repairs: ['quoted_number'],
    signal: { symbol: 'ETHUSDT', market: 'usdm', intent: 'open_short', size: { type: 'base', value: '0.5' } },
  },
  {
    name: 'limit-buy.json',
    dialect: 'generic',
    repairs: ['quoted_number'],
    signal: { intent: 'buy', orderType: 'limit', price: '58000.5', signalPrice: '60000' },
  },
  {
    name: 'repaired-nan.txt',
    dialect: 'generic',
    repairs: ['not_a_number', 'quoted_number', 'thousands_comma', 'trailing_comma'],
    signal: { ...spot, ...at, intent: 'buy', signalPrice: '60000.5' },
  },
  {
    name: 'smart-quotes.txt',
    dialect: 'generic',
    repairs: ['quoted_number', 'smart_quotes'],
    signal: { ...spot, ...at, intent: 'buy' },
  },
  {
    name: 'secret-in-body.json',
    dialect: 'generic',
    repairs: ['quoted_number'],
    signal: { ...spot, ...at, intent: 'buy' },
  },
];

const quoted = ['quoted_number'];

/** One message of each dialect, the way its vendor writes it. */
const VENDORS: typeof UNDERSTOOD = [
  {
    name: '3commas-strategy.json',
    dialect: '3commas-signal',
    repairs: quoted,
    signal: {
      ...{
        ...at,
        symbol: 'BTCUSDT',
        market: 'usdm',
        intent: 'target_position',
        targetSide: 'short',
        targetQuantity: '0.02',
      },
      ...{ previousSide: 'long', maxLagSeconds: 300, routeKey: '00000000-0000-4000-8000-000000000001' },
    },
  },
  {
    name: '3commas-custom.json',
    dialect: '3commas-signal',
    signal: {
      ...{ intent: 'open_long', size: { type: 'quote', value: '150' }, stopLoss: { kind: 'pct', value: '1' } },
      takeProfits: [
        { kind: 'pct', value: '1', share: '0.5' },
        { kind: 'pct', value: '2', share: '0.5' },
      ],
    },
  },
  {
    name: 'okx.json',
    dialect: 'okx',
    repairs: quoted,
    signal: {
      ...at,
      intent: 'open_long',
      market: 'usdm',
      size: { type: 'pct_available', value: '10' },
      maxLagSeconds: 30,
    },
  },
  {
    name: 'wundertrading.json',
    dialect: 'wundertrading',
    repairs: quoted,
    signal: {
      intent: 'open_long',
      symbol: 'BTCUSDT',
      size: { type: 'pct_equity', value: '10' },
      stopLoss: { kind: 'pct', value: '1' },
    },
  },
  { name: 'wundertrading-comment.txt', dialect: 'wundertrading', signal: { intent: 'close_long', symbol: 'BTCUSDT' } },
  {
    name: 'poabot.json',
    dialect: 'poabot',
    repairs: ['not_a_number', 'quoted_number'],
    signal: { intent: 'open_long', market: 'usdm', size: { type: 'base', value: '0.01' }, leverage: '5' },
  },
  {
    name: 'alerts-processor.json',
    dialect: 'tradingview-alerts-processor',
    repairs: quoted,
    signal: {
      intent: 'buy',
      symbol: 'ETHUSDT',
      size: { type: 'quote', value: '50' },
      maxPositionQuote: '500',
      accountAlias: 'dev',
    },
  },
  { name: 'finandy.json', dialect: 'finandy', repairs: quoted, signal: { intent: 'buy', routeKey: 'My hook' } },
  {
    name: 'tv-hub.json',
    dialect: 'tv-hub',
    signal: {
      intent: 'buy',
      market: 'usdm',
      size: { type: 'pct_available', value: '5' },
      explicitId: `BTCUSDT-${NOW}`,
    },
  },
  {
    name: 'altrady.json',
    dialect: 'altrady',
    signal: { intent: 'open_long', symbol: 'BTCUSDT', size: { type: 'quote', value: '50' } },
  },
  {
    name: 'tradex.json',
    dialect: 'tradex',
    signal: { intent: 'sell', symbol: 'ETHUSDT', orderType: 'limit', price: '3100.5' },
  },
  {
    name: 'alertatron.txt',
    dialect: 'alertatron',
    signal: {
      ...{
        intent: 'buy',
        market: 'usdm',
        accountAlias: 'MyKeys',
        stopLoss: { kind: 'pct', value: '1', from: 'entry' },
      },
      takeProfits: [
        { kind: 'pct', value: '1', from: 'entry', share: '0.5' },
        { kind: 'pct', value: '2', from: 'entry', share: '0.5' },
      ],
    },
  },
  {
    name: 'alertatron-lite.json',
    dialect: 'alertatron-lite',
    signal: { intent: 'open_long', size: { type: 'pct_equity', value: '25' } },
  },
  {
    name: 'pineconnector.txt',
    dialect: 'pineconnector',
    signal: {
      intent: 'buy',
      size: { type: 'contracts', value: '0.01' },
      stopLoss: { kind: 'pct', value: '1', from: 'entry' },
    },
  },
  {
    name: 'pinebridge.txt',
    dialect: 'pinebridge',
    signal: { ...at, intent: 'buy', size: { type: 'base', value: '0.01' } },
  },
  {
    name: 'octobot.txt',
    dialect: 'octobot',
    signal: { intent: 'buy', orderType: 'limit', price: '59000', stopLoss: { kind: 'abs', value: '58000' } },
  },
  {
    name: 'whook.txt',
    dialect: 'whook',
    signal: { intent: 'target_position', market: 'usdm', targetSide: 'short', targetQuantity: '0.01' },
  },
  {
    name: 'frostybot.txt',
    dialect: 'frostybot',
    signal: { intent: 'target_position', targetSide: 'long', size: { type: 'quote', value: '500' } },
  },
  {
    name: 'gunbot.txt',
    dialect: 'gunbot',
    signal: { intent: 'buy', symbol: 'BTCUSDT', orderType: 'limit', price: '59000' },
  },
  { name: 'bva.txt', dialect: 'bva', signal: { intent: 'buy', symbol: 'BTCUSDT', routeKey: 'my strategy' } },
  {
    name: 'cornix.json',
    dialect: 'cornix',
    signal: { intent: 'buy', routeKey: '00000000-0000-4000-8000-000000000002' },
  },
  { name: 'bce.txt', dialect: 'bce', signal: { intent: 'buy', size: { type: 'quote', value: '15' } } },
  {
    name: 'freqtrade.json',
    dialect: 'freqtrade',
    signal: { intent: 'open_long', size: { type: 'quote', value: '100' } },
  },
  {
    name: 'alert-connector.json',
    dialect: 'alert-connector',
    repairs: quoted,
    signal: { intent: 'target_position', targetSide: 'long', size: { type: 'base', value: '10' } },
  },
  {
    name: 'artoruotsala.json',
    dialect: 'artoruotsala',
    signal: { intent: 'target_position', symbol: 'TRXUSDT', targetSide: 'flat' },
  },
  { name: 'tvbit-bot.json', dialect: 'tvbit-bot', repairs: quoted, signal: { intent: 'buy', accountAlias: 'testnet' } },
  { name: 'signalbee.json', dialect: 'signalbee', signal: { ...at, intent: 'buy', maxLagSeconds: 300 } },
  { name: 'alphainsider.json', dialect: 'alphainsider', signal: { intent: 'target_position', targetSide: 'long' } },
  {
    name: 'copyfactory.json',
    dialect: 'copyfactory',
    signal: { ...at, intent: 'buy', size: { type: 'contracts', value: '0.01' } },
  },
];

/** Messages that ask for several things, and when. */
const IN_STEPS = [
  {
    name: '3commas-dca.json',
    dialect: '3commas-dca',
    steps: [
      { intent: 'flat', symbol: 'BTCUSDT', routeKey: '1000001', delaySeconds: 0 },
      { intent: 'buy', symbol: 'ETHUSDT', routeKey: '1000002', delaySeconds: 6 },
    ],
  },
  {
    name: 'autoview.txt',
    dialect: 'autoview',
    steps: [
      { intent: 'cancel_orders', delaySeconds: 0 },
      { intent: 'close_short', delaySeconds: 0 },
      { intent: 'open_long', delaySeconds: 2, size: { type: 'pct_available', value: '25' } },
    ],
  },
];

const NOT_UNDERSTOOD = [
  { name: 'pineconnector-legacy.txt', code: 'unit_not_chosen', reason: 'pineConnector.volumeUnit' },
  { name: 'theconnector.json', code: 'unit_not_chosen', reason: 'pineConnector.targetUnit' },
  { name: 'hyperliquid-lambda.json', code: 'size_not_supported', reason: 'highest leverage' },
  { name: 'serverless-bot.json', code: 'entry_not_supported', reason: 'waits' },
  { name: 'notification.json', code: 'notification_only', reason: 'for people' },
  { name: 'not-understood.txt', code: 'unknown_format', reason: 'neither JSON' },
  { name: 'unresolved-placeholder.json', code: 'placeholder_not_resolved', reason: '{{strategy.order.action}}' },
];

it.each([...UNDERSTOOD, ...VENDORS])(
  'readAlert() reads the sample $name as $dialect',
  ({ name, dialect, repairs = [], signal }) => {
    const reading = readSample(name);
    expect(reading.notUnderstood).toBeUndefined();
    expect(reading.dialect).toBe(dialect);
    expect(reading.repairs.toSorted()).toEqual(repairs);
    expect(plain(reading.signals)).toEqual([expect.objectContaining({ ...signal, dialect, step: 1, of: 1 })]);
  },
);

it.each(IN_STEPS)('readAlert() reads the sample $name as the steps of $dialect', ({ name, dialect, steps }) => {
  const { signals, ...reading } = readSample(name);
  expect(reading).toMatchObject({ dialect });
  expect(plain(signals)).toEqual(
    steps.map((step, nth) => expect.objectContaining({ ...step, step: nth + 1, of: steps.length })),
  );
});

it('readAlert() keeps nothing that lets anybody in of the samples', () => {
  const kept = readdirSync(FOLDER).map((name) => readSample(name).raw);
  for (const raw of kept) expect(raw).not.toMatch(/replace-?me|60000000000/);
});

it.each(NOT_UNDERSTOOD)('readAlert() says why it cannot read the sample $name', ({ name, code, reason }) => {
  const reading = readSample(name);
  expect(reading.signals).toEqual([]);
  expect(reading.notUnderstood?.code).toBe(code);
  expect(reading.notUnderstood?.reason).toContain(reason);
});

it('every sample in events/webhook is read here', () => {
  const tested = [...UNDERSTOOD, ...VENDORS, ...IN_STEPS, ...NOT_UNDERSTOOD].map(({ name }) => name);
  expect(tested.toSorted()).toEqual(readdirSync(FOLDER).toSorted());
});

it('readAlert() takes the secret out of the sample that has one', () => {
  const reading = readSample('secret-in-body.json');
  expect(reading.secrets).toEqual(['replace-me']);
  expect(JSON.parse(reading.raw)).toMatchObject({ secret: '[redacted]', symbol: 'BTCUSDT' });
});
