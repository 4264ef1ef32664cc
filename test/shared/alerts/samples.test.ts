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

const NOT_UNDERSTOOD = [
  { name: 'not-understood.txt', code: 'unknown_format', reason: 'neither JSON' },
  { name: 'unresolved-placeholder.json', code: 'placeholder_not_resolved', reason: '{{strategy.order.action}}' },
];

it.each(UNDERSTOOD)('readAlert() reads the sample $name as $dialect', ({ name, dialect, repairs = [], signal }) => {
  const reading = readSample(name);
  expect(reading.notUnderstood).toBeUndefined();
  expect(reading.dialect).toBe(dialect);
  expect(reading.repairs.toSorted()).toEqual(repairs);
  expect(plain(reading.signals)).toEqual([expect.objectContaining({ ...signal, dialect, step: 1, of: 1 })]);
});

it.each(NOT_UNDERSTOOD)('readAlert() says why it cannot read the sample $name', ({ name, code, reason }) => {
  const reading = readSample(name);
  expect(reading.signals).toEqual([]);
  expect(reading.notUnderstood?.code).toBe(code);
  expect(reading.notUnderstood?.reason).toContain(reason);
});

it('every sample in events/webhook is read here', () => {
  const tested = [...UNDERSTOOD, ...NOT_UNDERSTOOD].map(({ name }) => name);
  expect(tested.toSorted()).toEqual(readdirSync(FOLDER).toSorted());
});

it('readAlert() takes the secret out of the sample that has one', () => {
  const reading = readSample('secret-in-body.json');
  expect(reading.secrets).toEqual(['replace-me']);
  expect(JSON.parse(reading.raw)).toMatchObject({ secret: '[redacted]', symbol: 'BTCUSDT' });
});
