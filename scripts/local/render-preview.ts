import type * as z from 'zod';
import type { previewSchema } from '../../functions/api/routes/alerts/preview-view.ts';
import { renderCanceled, renderDecision } from './render-decision.ts';
import { wordsOfSignal } from './words-of-signal.ts';

export type Preview = z.output<typeof previewSchema>;
type Step = Preview['steps'][number];
type Assumed = NonNullable<Step['assumed']>;
type Beside = { filled: readonly { name: string; value: string }[]; names: string };

const REPAIRED: Readonly<Record<Preview['repairs'][number], string>> = {
  byte_order_mark: 'a byte order mark',
  line_endings: 'line ends of Windows',
  smart_quotes: 'curly quotes',
  trailing_comma: 'a comma too many',
  not_a_number: 'NaN or na taken as absent',
  quoted_number: 'numbers in quotes',
  thousands_comma: 'thousands commas',
  invalid_utf8: 'bytes that are no UTF-8',
  control_character: 'control characters',
};
const BASES: Readonly<Record<Assumed['basis'], string>> = {
  strategy_sizing: "what the strategy's own sizing buys",
  message: 'the size of the message',
  smallest_order: 'the smallest order',
};

/** A preview as a page for the terminal. */
export function renderPreview(preview: Preview, { filled, names }: Beside): string {
  const head = [
    ...row('format', preview.dialect ?? 'none that we know'),
    ...row('recognised by', preview.recognisedBy?.join(', ')),
    ...row('mended', preview.repairs.map((repair) => REPAIRED[repair]).join(', ')),
    ...row('filled in', filled.map(({ name, value }) => `{{${name}}} ${value}`).join(', ')),
    ...(filled.some(({ name }) => name.startsWith('strategy.'))
      ? row('', 'strategy.… has a value in alerts of strategies only, never of indicators')
      : []),
    ...row('strategy', preview.strategyName && `${preview.strategyName}, ${preview.strategyMode}`),
  ];
  const steps = preview.steps.flatMap((step) => ['', ...renderStep(step)]);
  return [
    ...head,
    ...problemOf(preview),
    ...refusedOf(preview),
    ...steps,
    ...undecided(preview, names),
    '',
    'Nothing was stored or sent.',
  ].join('\n');
}

function row(name: string, value: string | undefined): string[] {
  return value === undefined || value === '' ? [] : [`${name.padEnd(15)}${value}`];
}

function problemOf({ notUnderstood }: Preview): string[] {
  if (notUnderstood === undefined) return [];
  const { code, reason, nearest = [] } = notUnderstood;
  const near = nearest.map(({ dialect, missing }) => `  ${dialect.padEnd(24)}lacks ${missing.join(' and ')}`);
  return [
    '',
    `NOT UNDERSTOOD (${code})`,
    `  ${reason}`,
    ...(near.length === 0 ? [] : ['', 'Nearest formats:', ...near]),
  ];
}

function refusedOf({ refused }: Preview): string[] {
  if (refused === undefined) return [];
  return ['', `THE STRATEGY WOULD NOT TAKE IT (${refused.code})`, `  ${refused.reason}`, '  If it did:'];
}

function undecided({ strategyId, steps }: Preview, names: string): string[] {
  if (strategyId !== undefined || steps.length === 0) return [];
  return ['', `No orders are shown, because the message names no strategy: add --strategy and one of ${names}`];
}

function renderStep({ signal, decision, cancels = [], decidedOn, assumed }: Step): string[] {
  const title = `${signal.of > 1 ? `STEP ${signal.step} OF ${signal.of}: ` : ''}${wordsOfSignal(signal, decidedOn?.rules)}`;
  if (decision === undefined || decidedOn === undefined) return [title];
  const { rules, lastPrice, position, market, symbol } = decidedOn;
  const quote = rules?.quote ?? '';
  const limits = rules && `step ${rules.stepSize}, at least ${rules.minQuantity} and ${rules.minNotional} ${quote}`;
  const about = [`${symbol} ${market}`, lastPrice && `last price ${lastPrice}`, limits].filter(
    (part) => part !== undefined,
  );
  const lines = [...cancels.flatMap(renderCanceled), ...renderDecision(decision, quote)];
  const now = { title: `Now, holding ${heldWords(position)}`, lines };
  const isLater = signal.step > 1;
  const cases = (assumed?.cases ?? []).filter(({ held }) => isLater || held !== 'flat' || position !== undefined);
  const others = cases.map((one) => ({
    title: `${isLater ? `begun ${one.held} and holding` : 'holding'} ${heldWords(one.position)}`,
    lines: renderDecision(one.decision, quote),
  }));
  return [
    title,
    `  ${about.join(' · ')}`,
    ...together([now, ...others]).flatMap((one) => ['', `  ${one.title}:`, ...one.lines]),
    ...assumedWords(assumed, rules !== undefined),
  ];
}

type Case = { title: string; lines: readonly string[] };

/** What comes to the same is said once. */
function together(cases: readonly Case[]): Case[] {
  const found = new Map<string, Case>();
  for (const { title, lines } of cases) {
    const same = found.get(lines.join('\n'));
    found.set(lines.join('\n'), { title: same === undefined ? capital(title) : `${same.title}; ${title}`, lines });
  }
  return [...found.values()];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function assumedWords(assumed: Step['assumed'], isTraded: boolean): string[] {
  if (assumed === undefined)
    return isTraded ? ['', '  No other holding is shown, because no price is known: send one with the alert.'] : [];
  return ['', `  The ${assumed.quantity} that is assumed is ${BASES[assumed.basis]} at ${assumed.price}.`];
}

function heldWords(position: Assumed['cases'][number]['position']): string {
  if (position === undefined) return 'nothing';
  const isShort = position.quantity.startsWith('-');
  const at = position.averageEntryPrice === undefined ? '' : ` from ${position.averageEntryPrice}`;
  return `${position.quantity.replace('-', '')} ${isShort ? 'short' : 'long'}${at}`;
}
