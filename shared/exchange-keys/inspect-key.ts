import type { ExchangeCredentials } from '../exchanges/binance/clear-key.ts';
import type { Concealed } from './concealed.ts';
import type { KeyMode, KeyPermissions } from './exchange-key.ts';

/** `rejected`: the exchange does not take the key. `unavailable`: it could not be asked, or did not say. */
export type InspectProblem = { kind: 'rejected' | 'unavailable'; reason: string };

export type InspectedKey = KeyPermissions | { problem: InspectProblem };

/** Asks the exchange what a key may do. */
export interface KeyInspector {
  inspect(credentials: Concealed<ExchangeCredentials>, network: KeyMode): Promise<InspectedKey>;
}
