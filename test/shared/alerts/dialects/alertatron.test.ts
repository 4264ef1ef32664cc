import { expect, it } from 'vitest';
import { fillPlaceholders, readMessage } from '../../../support/read-message.ts';

const profit = (value: string, share: string) => ({ kind: 'pct', value, from: 'entry', share });

const LADDER = `MyKeys({{ticker}}) {
  market(side=buy, amount=100%a);
  stopOrder(side=sell, amount=100%p, stop=e-1%, reduceOnly=true);
  oneCancelsOther(which=all);
    limit(position=75%p, offset=e1%, reduceOnly=true);
    limit(position=50%p, offset=e2%, reduceOnly=true);
    limit(position=25%p, offset=e3%, reduceOnly=true);
    limit(position=0,    offset=e4%, reduceOnly=true);
  oneCancelsOther();
}
#bot`;

it.each([
  {
    text: 'MyKeys(XBTUSD) { market(side=buy, amount=100); }\n#bot',
    signals: [
      {
        intent: 'buy',
        symbol: 'XBTUSD',
        accountAlias: 'MyKeys',
        size: { type: 'contracts', value: '100' },
        orderType: 'market',
      },
    ],
  },
  {
    text: LADDER,
    signals: [
      {
        ...{ intent: 'buy', symbol: 'BTCUSDT', size: { type: 'pct_available', value: '100' } },
        stopLoss: { kind: 'pct', value: '1', from: 'entry' },
        takeProfits: [profit('1', '0.25'), profit('2', '0.25'), profit('3', '0.25'), profit('4', '0.25')],
      },
    ],
  },
  {
    text: 'MyKeys({{ticker}}) { limit(position=0, offset=1, reduceOnly=true); cancel(which=all); } #bot',
    signals: [
      {
        intent: 'flat',
        orderType: 'limit',
        priceOffset: { kind: 'amount', value: '1', from: 'market', towards: 'better' },
        reduceOnly: true,
      },
      { intent: 'cancel_orders' },
    ],
  },
  {
    text: 'binanceKeys(BTCUSDT) { market(side=buy, amount=50%); stopOrder(side=sell, amount=100%p, offset=2%); limit(side=sell, amount=100%p, offset=3%); }',
    signals: [
      {
        ...{ intent: 'buy', accountAlias: 'binanceKeys', size: { type: 'pct_equity', value: '50' } },
        stopLoss: { kind: 'pct', value: '2', from: 'market' },
        takeProfits: [{ kind: 'pct', value: '3', from: 'market', share: '1' }],
      },
    ],
  },
])('Alertatron: the example "$text" is understood', ({ text, signals }) => {
  expect(readMessage(fillPlaceholders(text))).toMatchObject({ dialect: 'alertatron', signals });
});

it.each([
  {
    commands: 'market(side=sell, amount=50%%)',
    signals: [{ intent: 'sell', size: { type: 'pct_available', value: '50' } }],
  },
  { commands: 'market(side=sell, amount=50%b)', signals: [{ size: { type: 'pct_equity', value: '50' } }] },
  {
    commands: 'market(side=sell, amount=50%p)',
    signals: [{ intent: 'reduce', targetSide: 'long', size: { type: 'pct_position', value: '50' } }],
  },
  { commands: 'market(position=0)', signals: [{ intent: 'flat', reduceOnly: true }] },
  {
    commands: 'market(position=-2)',
    signals: [{ intent: 'target_position', targetSide: 'short', targetQuantity: '2' }],
  },
  { commands: 'market(position=25%p)', signals: [{ intent: 'reduce', size: { type: 'pct_position', value: '75' } }] },
  {
    commands: 'limit(side=buy, amount=1, offset=@59000, postOnly=true, tag=a1)',
    signals: [{ orderType: 'limit', price: '59000', postOnly: true, orderTag: 'a1' }],
  },
  {
    commands: 'cancel(); wait(5m); market(side=buy, amount=1); wait(30); cancel(tag=a1)',
    signals: [{ delaySeconds: 0 }, { delaySeconds: 300 }, { delaySeconds: 330, orderTag: 'a1' }],
  },
  {
    commands: 'stopMarket(side=sell, amount=100%p, offset=2%, trigger=mark)',
    signals: [
      { intent: 'modify_protection', targetSide: 'long', stopLoss: { kind: 'pct', value: '2', from: 'market' } },
    ],
  },
  {
    commands: 'market(side=buy, amount=4); stopOrder(side=sell, amount=4, stop=e-1%, reduceOnly=true)',
    signals: [{ stopLoss: { kind: 'pct', value: '1', from: 'entry' } }],
  },
  {
    commands: 'limit(position=50%p, offset=e1%); limit(position=0, offset=e20)',
    signals: [
      {
        intent: 'modify_protection',
        takeProfits: [
          { kind: 'pct', share: '0.5' },
          { kind: 'amount', value: '20', share: '0.5' },
        ],
      },
    ],
  },
  {
    commands: 'market(side=buy, amount=4); limit(side=sell, amount=1, offset=1%, reduceOnly=true)',
    signals: [{ takeProfits: [{ kind: 'pct', value: '1', share: '0.25' }] }],
  },
])('Alertatron: "$commands" is understood', ({ commands, signals }) => {
  expect(readMessage(`Keys(BTCUSDT.P) { ${commands}; }`)).toMatchObject({ dialect: 'alertatron', signals });
});

it('Alertatron: several blocks are steps in order, each with its symbol and keys', () => {
  const { signals } = readMessage(
    'A(BTCUSDT) { market(position=0); }\nB(ETHUSDT) { market(side=buy, amount=1); } #bot',
  );
  expect(signals).toMatchObject([
    { step: 1, of: 2, symbol: 'BTCUSDT', accountAlias: 'A', intent: 'flat' },
    { step: 2, of: 2, symbol: 'ETHUSDT', accountAlias: 'B', intent: 'buy' },
  ]);
});

it.each([
  {
    text: 'Keys(BTCUSDT) { market(side=buy, amount=1); continue(if=flat); }',
    code: 'command_not_supported',
    reason: '"continue"',
  },
  {
    text: 'Keys(BTCUSDT) { trailingStop(side=sell, amount=1, offset=1%); aggressive(); }',
    code: 'command_not_supported',
    reason: '"trailingStop"',
  },
  { text: 'Keys(BTCUSDT) { market(side=up, amount=1); }', code: 'side_unknown', reason: '"up"' },
  { text: 'Keys(BTCUSDT) { market(side=buy); }', code: 'quantity_missing', reason: '"amount"' },
  { text: 'Keys(BTCUSDT) { market(side=buy, amount=lots); }', code: 'not_a_number', reason: '"lots"' },
  {
    text: 'K(BTCUSDT) { market(side=buy, amount=0); limit(side=sell, amount=1, offset=1%, reduceOnly=true); }',
    code: 'not_positive',
    reason: '"0"',
  },
  { text: 'Keys(BTCUSDT) { market(side=buy, amount=-50%); }', code: 'not_positive', reason: '"-50"' },
  { text: 'Keys(BTCUSDT) { market(position=50%); }', code: 'target_not_supported', reason: 'percent' },
  { text: 'Keys(BTCUSDT) { limit(side=buy, amount=1); }', code: 'price_missing', reason: '"offset"' },
  { text: 'Keys(BTCUSDT) { limit(side=buy, amount=1, offset=near); }', code: 'not_a_number', reason: '"near"' },
  {
    text: 'Keys(BTCUSDT) { stopOrder(side=buy, amount=1, offset=1%); }',
    code: 'order_type_not_supported',
    reason: 'opens',
  },
  {
    text: 'Keys(BTCUSDT) { market(side=buy, amount=1); stopOrder(amount=100%p, stop=e1%); }',
    code: 'level_not_supported',
    reason: 'winning side',
  },
  {
    text: 'Keys(BTCUSDT) { market(side=buy, amount=1, iceberg=3); }',
    code: 'field_not_supported',
    reason: '"iceberg"',
  },
  {
    text: 'Keys(BTCUSDT) { market(side=buy, amount=1); limit(position=50%p, offset=e1%); limit(position=75%p, offset=e2%); }',
    code: 'shares_above_all',
    reason: 'add up',
  },
  ...[
    'market(side=buy, amount=100); stopOrder(side=sell, amount=50%p, stop=e-1%)',
    'market(side=buy, amount=100); stopOrder(side=sell, position=50%p, stop=e-1%)',
    'market(side=buy, amount=100); stopOrder(side=sell, amount=50, stop=e-1%, reduceOnly=true)',
    'market(side=buy, amount=50%); stopOrder(side=sell, amount=50%, stop=e-1%, reduceOnly=true)',
    'stopOrder(side=sell, amount=10, offset=1%, reduceOnly=true)',
  ].map((commands) => ({
    text: `Keys(BTCUSDT) { ${commands}; }`,
    code: 'stop_share_not_supported',
    reason: 'amount=100%p',
  })),
  {
    text: 'Keys(BTCUSDT) { market(side=buy, amount=1, position=2); }',
    code: 'contradictory_fields',
    reason: '"amount" or "position"',
  },
  { text: 'Keys(BTCUSDT) { market(amount=50%p); }', code: 'side_missing', reason: '"side"' },
  { text: 'Keys(BTCUSDT) { cancel(which=all, tag=a1); }', code: 'contradictory_fields', reason: '"which" or "tag"' },
  { text: 'Keys(BTCUSDT) { market(side=buy, amount=NaN); }', code: 'quantity_missing', reason: '"amount"' },
  { text: 'Keys(BTCUSDT) { wait(soon); }', code: 'not_seconds', reason: '"soon"' },
  { text: 'Keys(BTCUSDT) { cancel(which=stops); }', code: 'cancel_not_supported', reason: '"stops"' },
  { text: 'Keys(BTCUSDT) { }', code: 'empty_message', reason: '"Keys"' },
  { text: 'Keys(BTCUSDT) { market side buy }', code: 'script_unreadable', reason: 'market side buy' },
  { text: 'Keys(BTCUSDT) { market(side=buy, amount=1);', code: 'script_unreadable', reason: '"}"' },
  { text: 'hello #bot', code: 'script_unreadable', reason: 'block' },
  { text: 'Keys(NQ1!) { market(side=buy, amount=1); }', code: 'continuous_future', reason: 'NQ1!' },
])('Alertatron: refuses "$text" with $code', ({ text, code, reason }) => {
  const { signals, notUnderstood } = readMessage(text);
  expect(signals).toEqual([]);
  expect(notUnderstood).toEqual({ code, reason: expect.stringContaining(reason) });
});

it.each([
  { offset: 'e-1%', priceOffset: { kind: 'pct', value: '-1', from: 'entry', towards: 'up' } },
  { offset: '1%', priceOffset: { kind: 'pct', value: '1', from: 'market', towards: 'better' } },
])('alertatron: a limit at $offset lies where it says', ({ offset, priceOffset }) => {
  const { signals } = readMessage(`Keys(BTCUSDT) { limit(side=buy, amount=1, offset=${offset}); }`);
  expect(signals).toMatchObject([{ orderType: 'limit', priceOffset }]);
});
