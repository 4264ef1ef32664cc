import * as z from 'zod';
import { CANDLE_EXCHANGE, INTERVAL_NAMES } from '../../../../shared/candles/candle.ts';
import { answer, userRoute } from '../../../../shared/http/route.ts';
import { toJson } from '../../../../shared/http/to-json.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { BASE } from '../../api-route.ts';
import { decimalText, instant, instantText, marketText, symbolName } from '../../fields.ts';

const DEFAULT_LIMIT = 500;
const MAX_LIMIT = 1_000;

const query = z.strictObject({
  symbol: symbolName,
  market: marketText,
  interval: z.enum(INTERVAL_NAMES),
  limit: z.coerce.number().int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT).describe('Candles on the page'),
  before: instant.optional().describe('Those that began before it: `nextCursor` of the page before, or any instant'),
});

const candle = z
  .object({
    openAt: instantText.describe('When it began; it is over an interval later'),
    ...{ open: decimalText, high: decimalText, low: decimalText, close: decimalText },
    volume: decimalText.describe('In base'),
    quoteVolume: decimalText,
    trades: z.int(),
  })
  .meta({ id: 'Candle' });

const page = z.object({
  exchange: z.literal(CANDLE_EXCHANGE),
  items: z.array(candle),
  nextCursor: instantText.nullable().describe('Give it as `before` for the next page; null when nothing older is kept'),
});

export const listCandles = userRoute({
  method: 'GET',
  path: `${BASE}/candles`,
  name: 'listCandles',
  tag: 'Market data',
  summary: 'Candles of a symbol, newest first',
  description:
    'Of symbols that are traded, from the live market, and only those that are over. Others are an empty page. What is not kept by itself is made of shorter ones.',
  query,
  responses: { 200: { description: 'A page of candles', schema: page } },
  async handle({ candles }: Pick<ApiDeps, 'candles'>, { query: { before, ...query } }) {
    const found = await candles.list({ ...query, ...(before === undefined ? {} : { before }) });
    const nextCursor = found.nextBefore?.toISOString() ?? null;
    return answer(200, { exchange: CANDLE_EXCHANGE, items: found.candles.map(toJson), nextCursor });
  },
});
