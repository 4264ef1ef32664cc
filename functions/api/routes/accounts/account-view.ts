import * as z from 'zod';
import type { Account } from '../../../../shared/accounts/account.ts';
import { MODES } from '../../../../shared/accounts/mode.ts';
import { cancelAfterSecondsOf } from '../../../../shared/countdowns/countdown.ts';
import { readPaperSettings } from '../../../../shared/exchanges/paper/paper-settings.ts';
import { toJson } from '../../../../shared/http/to-json.ts';
import { decimalText, idText, instantText } from '../../fields.ts';
import { reconciliationSummary } from './reconciliation-view.ts';

const paper = z.object({
  commissionRate: decimalText.describe('Of the notional: "0.001" is 0.1 %'),
  slippageRate: decimalText.describe('How far a market order moves the price against itself'),
  leverage: decimalText.describe('Of USD-M positions'),
});

export const accountSchema = z
  .object({
    id: idText,
    name: z.string(),
    exchange: z.enum(['paper', 'binance']),
    mode: z.enum(MODES),
    createdAt: instantText,
    cancelOrdersAfterSeconds: z.int().optional().describe('Absent where no countdown is to run'),
    reconciliation: reconciliationSummary.optional().describe('How it compares with its exchange, where it is listed'),
    paper: paper.optional().describe('How the paper exchange fills its orders'),
  })
  .meta({ id: 'Account', description: 'Where orders go' });

export function accountView({ userId: _, settings, ...account }: Account) {
  if (account.exchange !== 'paper') {
    const seconds = cancelAfterSecondsOf({ settings });
    return toJson({ ...account, ...(seconds === undefined ? {} : { cancelOrdersAfterSeconds: seconds }) });
  }
  const { startingBalances: __, ...figures } = readPaperSettings(settings);
  return toJson({ ...account, paper: figures });
}
