import * as z from 'zod';
import { AppError } from '../../errors/app-error.ts';
import { type Decimal, one, parseDecimal, zero } from '../../money/decimal.ts';

/** At most eight digits after the point, so that money stays well inside what a decimal holds. */
const figure = z
  .string()
  .regex(/^\d{1,15}(\.\d{1,8})?$/, 'must be a plain number in quotes, with at most 8 digits after the point')
  .transform((text): Decimal => parseDecimal(text) ?? zero);
const rate = figure.refine((value) => value.lt(one), 'must be a fraction below 1: "0.001" is 0.1 %');
const balances = z.record(z.string().regex(/^[A-Z0-9]{2,15}$/, 'must be an asset like USDT'), figure);

const paperSettings = z.object({
  /** Of the notional, in quote. */
  commissionRate: rate.prefault('0.001'),
  /** How far a market order moves the price against itself. */
  slippageRate: rate.prefault('0'),
  /** Of every USD-M position. */
  leverage: figure.refine((value) => value.gte(one) && value.lte('125'), 'must be from 1 to 125').prefault('1'),
  startingBalances: z
    .object({ spot: balances.prefault({ USDT: '10000' }), usdm: balances.prefault({ USDT: '10000' }) })
    .prefault({}),
});

/** How one paper account trades. Kept as `accounts.settings`, every figure as text. */
export type PaperSettings = z.output<typeof paperSettings>;

/** Reads the settings of an account; what is absent gets its default. @throws AppError config_invalid, naming each problem */
export function readPaperSettings(json: unknown): PaperSettings {
  const read = paperSettings.safeParse(json);
  if (read.success) return read.data;
  const problems = read.error.issues.map(({ path, message }) => `"${path.join('.')}" ${message}`).join('; ');
  throw new AppError('config_invalid', `Cannot read the settings of the paper account: ${problems}`);
}
