import type { ExchangeCredentials } from '../exchanges/binance/clear-key.ts';
import type { Concealed } from './concealed.ts';
import type { KeyMode, KeyPermissions } from './exchange-key.ts';

/** `rejected`: the exchange does not take the key. `unavailable`: it could not be asked, or did not say. */
export type InspectProblem = { kind: 'rejected' | 'unavailable'; reason: string };

/** `uid` names the account on the exchange that the key opens, whichever of its keys is asked. */
export type InspectedKey = { permissions: KeyPermissions; uid: string | undefined } | { problem: InspectProblem };

/** Asks the exchange what a key may do, and whose it is. */
export interface KeyInspector {
  inspect(credentials: Concealed<ExchangeCredentials>, network: KeyMode): Promise<InspectedKey>;
}
