import type { FakeAccount } from '../account.ts';
import type { ParamSpec } from './param-spec.ts';
import type { Params } from './params.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** TRADE and USER_DATA are signed; USER_STREAM on USD-M shows the key only. */
export type Security = 'NONE' | 'TRADE' | 'USER_DATA' | 'USER_STREAM';

/** A request that passed every check in front of the engine. */
export type Call = {
  account: FakeAccount;
  params: Params;
  nowMs: number;
  /** Orders younger than this are not in the copy that this read is answered from ("Memory => Database"). */
  readLagMs: number;
};

export type Route = {
  method: Method;
  path: string;
  security: Security;
  weight: number | ((values: ReadonlyMap<string, string>) => number);
  /** How many orders it may add to the account's count. */
  orders?: number;
  params: readonly ParamSpec[];
  handle(call: Call): unknown;
};

export const isSigned = (security: Security): boolean => security === 'TRADE' || security === 'USER_DATA';
