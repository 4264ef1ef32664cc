import { decimalOf } from './field-values.ts';
import { type Field, type Fields, isAbsent, refuseField } from './fields.ts';
import { isScalar } from './json-value.ts';

const MEASURE =
  '(?:price|percent|pct|percentage|qty|quantity|size|amount|share|ratio|volume|offset|distance|ticks|pips|points|usd|type|limit)';
/** Plain names, lower case without separators, of what would change an order and is honoured under no such name. */
const CHANGES_THE_ORDER: readonly RegExp[] = [
  new RegExp(`^(?:tp|takeprofit|profit|target)\\d{0,2}${MEASURE}{1,2}\\d{0,2}$`),
  /^(?:tp|takeprofit|target)\d{1,2}$/,
  /^(?:tps|takeprofits|target|sls|stoplosses|stop|limit)$/,
  new RegExp(`^(?:sl|stoploss|stop)\\d{0,2}${MEASURE}{1,2}\\d{0,2}$`),
  /^(?:sl|stoploss)\d{1,2}$/,
  new RegExp(
    `^(?:trail|trailing|trailingstop|trailstop|ts)(?:ing)?(?:${MEASURE}|step|activation|trigger|start|callback|stop|loss|enabled)?$`,
  ),
  /^(?:callbackrate|activationprice|breakeven|movetobreakeven|moveslto(?:entry|be)|betrigger|beoffset|breakeven(?:trigger|offset|price|percent|pct|at))$/,
  /^(?:amount|quantity|qty|size|position|equity|balance|wallet|available|close|exit|reduce|order)(?:percent|pct|percentage)$/,
  /^(?:percent|percentage|risk|risk(?:percent|pct|percentage|amount|usd|dollars?)|lots?|lotsize|cost|margin(?:amount|percent)?|usd|usdt|(?:amount|quantity|qty|size|usd|usdt)(?:in)?(?:usdt?|amount))$/,
  /^(?:position|dcaorders|safetyorders|oco|iceberg|hedge|grid|expiry|expiration|expiresat|goodtilldate|stoplimitprice|priceoffset|limitoffset|pricepercent)$/,
];

/** Refuses what asks for something that no reader has taken; other fields inform, and stay among the extras. */
export function refuseUnreadTerms(fields: Fields): void {
  for (const [name, found] of fields.index) {
    const unread = changesTheOrder(name)
      ? found.find((field) => !fields.used.has(field) && !saysNothing(fields, name, field))
      : undefined;
    if (unread === undefined) continue;
    refuseField(fields, unread.path);
  }
}

/** Of a plain name, whether it is one that would change an order. */
export function changesTheOrder(name: string): boolean {
  return CHANGES_THE_ORDER.some((pattern) => pattern.test(name));
}

const UNIT = /(?:type|unit)$/;
/** What a number is taken for where nothing is said of it. */
const USUAL_UNITS: readonly string[] = ['price', 'limit', 'absolute', 'abs', 'fixed', 'market', 'none'];

/** `"risk": "low"` is a label; a number or a flag is meant. A unit is a word. */
function saysNothing(fields: Fields, name: string, { value }: Field): boolean {
  if (value.kind === 'array') return value.items.length === 0;
  if (!isScalar(value)) return false;
  const text = value.text.trim().toLowerCase();
  if (UNIT.test(name) && !isAbsent(value)) return USUAL_UNITS.includes(text);
  return isAbsent(value) || !/\d|^(?:true|yes|on)$/.test(text) || decimalOf(fields, value)?.eq('0') === true;
}
