import type { Preview } from './render-preview.ts';

type Step = Preview['steps'][number];
type Signal = Step['signal'];
type Rules = NonNullable<Step['decidedOn']>['rules'];

/** What a step asks for, as a trader would say it. */
export function wordsOfSignal(signal: Signal, rules: Rules): string {
  const { orderType, price, signalPrice, leverage, delaySeconds } = signal;
  return [
    [intentOf(signal), signal.symbol].filter((part) => part !== undefined).join(' '),
    signal.intent === 'target_position' && signal.targetQuantity !== undefined ? undefined : sizeOf(signal.size, rules),
    orderType === 'market' ? undefined : `${orderType}${price === undefined ? '' : ` at ${price}`}`,
    signalPrice === undefined ? undefined : `market at ${signalPrice}`,
    leverage === undefined ? undefined : `leverage ${leverage}`,
    delaySeconds > 0 ? `after ${delaySeconds} s` : undefined,
    signal.dryRun ? 'marked as a test' : undefined,
  ]
    .filter((part) => part !== undefined)
    .join(', ');
}

function intentOf({ intent, targetSide, targetQuantity }: Signal): string {
  if (intent !== 'target_position') return intent.replaceAll('_', ' ');
  return ['end', targetSide, targetSide === 'flat' ? undefined : targetQuantity]
    .filter((part) => part !== undefined)
    .join(' ');
}

function sizeOf(size: Signal['size'], rules: Rules): string | undefined {
  const { base = 'base', quote = 'quote' } = rules ?? {};
  switch (size.type) {
    case 'strategy_default':
      return undefined;
    case 'base':
      return `${size.value} ${base}`;
    case 'contracts':
      return `${size.value} contracts`;
    case 'target_base':
      return `up to ${size.value} ${base}`;
    case 'quote':
      return `for ${size.value} ${quote}`;
    case 'pct_equity':
      return `for ${size.value} % of the equity`;
    case 'pct_available':
      return `for ${size.value} % of what is free`;
    case 'pct_position':
      return `${size.value} % of the position`;
    case 'risk_quote':
      return `to lose ${size.value} ${quote} at the stop`;
    case 'risk_pct':
      return `to lose ${size.value} % of the equity at the stop`;
  }
}
