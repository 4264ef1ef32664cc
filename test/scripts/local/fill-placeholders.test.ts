import { expect, it } from 'vitest';
import { fillPlaceholders } from '../../../scripts/local/fill-placeholders.ts';
import { NOW } from '../../support/fixed.ts';

const fill = (text: string, given: Record<string, string> = {}) => fillPlaceholders(text, given, NOW).text;
const POSITION =
  '{{strategy.order.action}} {{strategy.market_position}} {{strategy.market_position_size}} {{strategy.position_size}}';

type Row = { case: string; given: Record<string, string>; filled: string };

it.each<Row>([
  { case: 'a strategy that has just bought', given: {}, filled: 'buy long 0.01 0.01' },
  {
    case: 'one that sold, where that is said',
    given: { 'strategy.order.action': 'sell' },
    filled: 'sell short 0.01 -0.01',
  },
  {
    case: 'one that closed',
    given: { 'strategy.order.action': 'sell', 'strategy.market_position': 'flat' },
    filled: 'sell flat 0 0',
  },
])('fillPlaceholders() fills in $case', ({ given, filled }) => {
  expect(fill(POSITION, given)).toBe(filled);
});

it('fillPlaceholders() takes each price from the close that is given, and tells what it put in', () => {
  const filled = fillPlaceholders('{{ close }} {{high}} {{close}}', { close: '61000.5' }, NOW);
  expect(filled).toEqual({
    text: '61000.5 61000.5 61000.5',
    filled: [
      { name: 'close', value: '61000.5' },
      { name: 'high', value: '61000.5' },
    ],
  });
});

it('fillPlaceholders() leaves what it has no value for, and a message without placeholders, as they are', () => {
  expect(fill('{{plot_0}} {{plot("RSI")}} {{strategy.order.alert_message}} {{constructor}}')).toBe(
    '{{plot_0}} {{plot("RSI")}} {{strategy.order.alert_message}} {{constructor}}',
  );
  expect(fill('{{plot_0}}', { plot_0: '7' })).toBe('7');
  expect(fill('buy BTCUSDT')).toBe('buy BTCUSDT');
});
