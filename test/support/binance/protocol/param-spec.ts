/** What a parameter may look like. The patterns are the legal ranges that the exchange quotes in its refusals. */
export type ParamKind = 'decimal' | 'long' | 'symbol' | 'symbols' | 'client-id' | 'word' | 'flag';

export type ParamSpec = { name: string; kind: ParamKind; isMandatory: boolean };

export const must = (name: string, kind: ParamKind): ParamSpec => ({ name, kind, isMandatory: true });
export const may = (name: string, kind: ParamKind): ParamSpec => ({ name, kind, isMandatory: false });

const SPOT_CLIENT_ID = '^[a-zA-Z0-9-_]{1,36}$';
const USDM_CLIENT_ID = '^[\\.A-Z\\:/a-z0-9_-]{1,36}$';

/** https://github.com/binance/binance-spot-api-docs/blob/master/fix-api.md and the USD-M page of the new order. */
export const clientIdRange = { spot: SPOT_CLIENT_ID, usdm: USDM_CLIENT_ID };

export const ranges: Record<Exclude<ParamKind, 'client-id'>, string> = {
  decimal: '^([0-9]{1,20})(\\.[0-9]{1,20})?$',
  long: '^[0-9]{1,19}$',
  symbol: '^[A-Z0-9-_.]{1,20}$',
  symbols: '^\\[("[A-Z0-9-_.]{1,20}"(,"[A-Z0-9-_.]{1,20}"){0,}){0,1}\\]$',
  word: '^[A-Za-z0-9_]{1,40}$',
  flag: '^(true|false|TRUE|FALSE)$',
};
