import { type Decimal, decimal } from '../../../../shared/money/decimal.ts';
import { ApiError } from './api-error.ts';
import { emptyParameter, illegalCharacters, missingParameter, tooManyParameters, unreadParameters } from './errors.ts';
import type { MarketName } from './market-name.ts';
import { clientIdRange, type ParamSpec, ranges } from './param-spec.ts';

const SIGNED_PARAMS = ['timestamp', 'recvWindow'];
const MAX_CLIENT_ID = 36;

/** The parameters of one request, each known to be of its declared kind. */
export type Params = {
  has(name: string): boolean;
  text(name: string): string;
  find(name: string): string | undefined;
  decimal(name: string): Decimal;
  findDecimal(name: string): Decimal | undefined;
  findLong(name: string): bigint | undefined;
  isTrue(name: string): boolean;
};

/**
 * Holds what was sent against what the endpoint declares. Spot answers undeclared parameters with -1101 or -1104;
 * USD-M lets them pass in silence, which hides typing errors, so here it refuses them too.
 */
export function readParams(
  market: MarketName,
  specs: readonly ParamSpec[],
  values: ReadonlyMap<string, string>,
  isSigned: boolean,
): Params {
  const sent = [...values.keys()].filter((name) => !(isSigned && SIGNED_PARAMS.includes(name)));
  const declared = new Set(specs.map(({ name }) => name));
  const unknown = sent.filter((name) => !declared.has(name));
  if (unknown.length > 0 && specs.length === 0) throw tooManyParameters(0, sent.length);
  for (const spec of specs) checkOne(market, spec, values.get(spec.name));
  if (unknown.length > 0) throw unreadParameters(values.size - unknown.length, values.size);
  return reader(values);
}

function checkOne(market: MarketName, { name, kind, isMandatory }: ParamSpec, value: string | undefined): void {
  if (value === undefined) {
    if (isMandatory) throw missingParameter(name);
    return;
  }
  if (value === '') throw isMandatory ? missingParameter(name) : emptyParameter(name);
  if (kind === 'client-id' && market === 'usdm' && value.length > MAX_CLIENT_ID)
    throw new ApiError(-4015, 'Client order id length should not be more than 36 chars');
  const range = kind === 'client-id' ? clientIdRange[market] : ranges[kind];
  if (!new RegExp(range).test(value)) throw illegalCharacters(name, range);
}

function reader(values: ReadonlyMap<string, string>): Params {
  const text = (name: string): string => {
    const value = values.get(name);
    if (value === undefined) throw missingParameter(name);
    return value;
  };
  const find = (name: string): string | undefined => values.get(name);
  return {
    has: (name) => values.has(name),
    text,
    find,
    decimal: (name) => decimal(text(name)),
    findDecimal(name) {
      const value = find(name);
      return value === undefined ? undefined : decimal(value);
    },
    findLong(name) {
      const value = find(name);
      return value === undefined ? undefined : BigInt(value);
    },
    isTrue: (name) => find(name)?.toLowerCase() === 'true',
  };
}
