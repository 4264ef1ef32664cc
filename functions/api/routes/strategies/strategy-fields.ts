import * as z from 'zod';
import { MODES } from '../../../../shared/accounts/mode.ts';
import { DIALECTS } from '../../../../shared/alerts/dialects/dialects.ts';
import { readSettingsShape } from '../../../../shared/alerts/read-settings-json.ts';
import { ANY_DIALECT } from '../../../../shared/alerts/reasons.ts';
import { hundred } from '../../../../shared/money/decimal.ts';
import { DRIFT_CHOICES, MARGIN_TYPES, ON_DIFFERENCE, SIDE_RULES } from '../../../../shared/strategies/strategy.ts';
import { marketText, positiveDecimal, symbolName } from '../../fields.ts';

const MAX_SYMBOLS = 500;
const CHART_SYMBOL = /^[A-Z0-9][A-Z0-9:._!/-]{0,39}$/;

/** What a person may set on a strategy. The sizes that need a stop loss or a position are for messages, not for defaults. */
export const nameField = z.string().trim().min(1).max(64);
export const modeField = z
  .enum(MODES)
  .describe('testnet and live have to be written out, and need a key on the account');
export const marketField = marketText;
export const sideRuleField = z.enum(SIDE_RULES);
export const onDriftField = z
  .enum(DRIFT_CHOICES)
  .describe('What to do when what an alert says was held before it is not what is held: docs/drift.md');
export const driftAnswerField = z
  .int()
  .min(10)
  .max(86_400)
  .describe('With onDrift "ask": seconds until a question expires');
export const onDifferenceField = z
  .enum(ON_DIFFERENCE)
  .describe(
    'What a lasting difference between the account and its exchange does: `halt` stops entries until a person resumes',
  );
export const marginTypeField = z
  .enum(MARGIN_TYPES)
  .describe('Of positions on USD-M, set before an entry; `account`: as the symbol is set on the exchange');
export const sizingField = z
  .strictObject({
    type: z.enum(['base', 'quote', 'contracts', 'pct_equity', 'pct_available']),
    value: positiveDecimal,
  })
  .refine(({ type, value }) => !type.startsWith('pct_') || value.lte(hundred), {
    path: ['value'],
    error: 'must be at most "100": percentages run from 0 to 100',
  });
export const chartSymbol = z.string().regex(CHART_SYMBOL, 'must be a chart symbol such as BTCUSD');
export const symbolMapField = z
  .record(chartSymbol, symbolName)
  .refine((map) => Object.keys(map).length <= MAX_SYMBOLS, `must have at most ${MAX_SYMBOLS} entries`);

const DIALECT_NAMES = [...new Set([ANY_DIALECT, ...DIALECTS.map(({ name }) => name)])];
export const dialectsField = z
  .array(z.enum(DIALECT_NAMES))
  .transform((names) => [...new Set(names)])
  .describe(
    'The formats that are taken; others are kept and not carried out. Empty: those of the first good alert; `any`: all of them',
  );

const { pineConnector, autoviewMarketWithoutPrice, dealSide } = readSettingsShape;
export const readSettingsField = z
  .strictObject({ pineConnector: z.strictObject(pineConnector).partial(), autoviewMarketWithoutPrice, dealSide })
  .partial()
  .describe('What messages leave to settings of their vendor; a message that needs one which is absent is refused');

/** Null takes a setting away; what is absent stays as it is. */
export const readSettingsPatch = z
  .strictObject({
    pineConnector: z
      .strictObject({
        volumeUnit: pineConnector.volumeUnit.nullable(),
        targetUnit: pineConnector.targetUnit.nullable(),
        entryUnit: pineConnector.entryUnit.nullable(),
      })
      .partial()
      .nullable(),
    autoviewMarketWithoutPrice: autoviewMarketWithoutPrice.nullable(),
    dealSide: dealSide.nullable(),
  })
  .partial();

export const defaultSymbolField = symbolName.describe('Traded where a message names no symbol');
