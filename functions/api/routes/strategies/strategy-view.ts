import * as z from 'zod';
import { MODES } from '../../../../shared/accounts/mode.ts';
import { readSettingsShape } from '../../../../shared/alerts/read-settings-json.ts';
import { type Json, toJson } from '../../../../shared/http/to-json.ts';
import { SIZE_TYPES } from '../../../../shared/signals/signal.ts';
import {
  DRIFT_CHOICES,
  MARGIN_TYPES,
  ON_DIFFERENCE,
  SIDE_RULES,
  type Strategy,
} from '../../../../shared/strategies/strategy.ts';
import { decimalText, idText, instantText, marketText } from '../../fields.ts';
import { limitsInAnswer } from '../../limit-fields.ts';

const readSettings = z
  .object({ ...readSettingsShape, pineConnector: z.object(readSettingsShape.pineConnector).partial() })
  .partial();

export const strategySchema = z
  .object({
    id: idText,
    accountId: idText,
    name: z.string(),
    status: z.enum(['enabled', 'disabled']),
    mode: z.enum(MODES),
    defaultMarket: marketText.describe('Of a symbol that does not say its own: BTCUSDT; BTCUSDT.P is always usdm'),
    sideRule: z.enum(SIDE_RULES).describe('What a bare buy or sell means'),
    sizing: z.object({ type: z.enum(SIZE_TYPES).exclude(['strategy_default']), value: decimalText }),
    sizeFromAlert: z.boolean().describe('Whether a size in the message comes before `sizing`'),
    onDrift: z
      .enum(DRIFT_CHOICES)
      .describe('What to do when what an alert says was held before it is not what is held'),
    driftAnswerSeconds: z.int().describe('With onDrift "ask": seconds until a question expires'),
    symbolMap: z.record(z.string(), z.string()).describe('Chart symbol to traded symbol'),
    defaultSymbol: z.string().optional().describe('Traded where a message names no symbol'),
    readSettings: readSettings.describe('What messages leave to settings of their vendor'),
    dialects: z
      .array(z.string())
      .describe('The formats that it takes; empty before the first good alert, which chooses; `any` stands for all'),
    limits: limitsInAnswer,
    onDifference: z.enum(ON_DIFFERENCE).describe('What a lasting difference to the exchange does to entries'),
    marginType: z.enum(MARGIN_TYPES).describe('Of positions on USD-M; `account`: as it is set there'),
    hookTokenHint: z.string().describe('How the hook token ends'),
    previousHookTokenExpiresAt: instantText
      .optional()
      .describe('Until when the token before the last rotation is valid'),
    createdAt: instantText,
    updatedAt: instantText,
  })
  .meta({ id: 'Strategy' });

export const hookedStrategy = strategySchema.extend({
  webhookUrl: z.string().describe('Where TradingView posts to. Holds the hook token: shown now and never again'),
});

export function strategyView({ userId: _, ...strategy }: Strategy): Json<Omit<Strategy, 'userId'>> {
  return toJson(strategy);
}
