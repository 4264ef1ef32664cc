import type { ExchangeCredentials } from '../exchanges/binance/clear-key.ts';
import type { KeyMode, KeyPermissions } from './exchange-key.ts';
import type { InspectedKey, KeyInspector } from './inspect-key.ts';

export type MemoryKeyInspector = KeyInspector & {
  /** What the exchange knows of a key; a key that it does not know is rejected. */
  knows(credentials: ExchangeCredentials, network: KeyMode, permissions: KeyPermissions, uid?: string): void;
  /** Until told otherwise nobody answers. */
  goAway(isAway: boolean): void;
};

export function memoryKeyInspector(): MemoryKeyInspector {
  const known = new Map<string, { permissions: KeyPermissions; uid: string | undefined }>();
  let isAway = false;
  const nameOf = (credentials: ExchangeCredentials, network: KeyMode): string => JSON.stringify([network, credentials]);
  return {
    knows(credentials, network, permissions, uid) {
      known.set(nameOf(credentials, network), { permissions, uid });
    },
    goAway(away) {
      isAway = away;
    },
    async inspect(credentials, network): Promise<InspectedKey> {
      if (isAway) return { problem: { kind: 'unavailable', reason: 'The exchange could not be reached' } };
      const found = known.get(nameOf(credentials.reveal(), network));
      return found ?? { problem: { kind: 'rejected', reason: 'The exchange does not know the key' } };
    },
  };
}
