import type { PaperSettings } from './paper-settings.ts';
import type { PaperStore } from './store.ts';

export type OpenPaperAccountDeps = { store: PaperStore };

/** Gives a paper account its starting balances, once: asking again changes nothing. @returns false when it had them */
export function openPaperAccount(
  deps: OpenPaperAccountDeps,
  account: { accountId: string; settings: PaperSettings },
): Promise<boolean> {
  return deps.store.open(account.accountId, account.settings);
}
