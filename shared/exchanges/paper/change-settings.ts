import type { AccountStore } from '../../accounts/store.ts';
import type { NewId } from '../../ids/new-id.ts';
import type { Clock } from '../../time/clock.ts';
import { type PaperSettings, readPaperSettings } from './paper-settings.ts';

export type ChangePaperSettingsDeps = { accounts: AccountStore; now: Clock; newId: NewId };

/** How orders are filled from now on. What an account began with cannot be changed any more. */
export type PaperSettingsPatch = { commissionRate?: string; slippageRate?: string; leverage?: string };
export type ChangePaperSettings = { userId: string; actor: string; id: string; patch: PaperSettingsPatch };

export type PaperSettingsChanged =
  | { outcome: 'changed'; settings: PaperSettings }
  | { outcome: 'not_found' }
  | { outcome: 'not_paper' };

/** Counts from the next order on. @throws AppError `config_invalid` for figures that no account may have */
export async function changePaperSettings(
  deps: ChangePaperSettingsDeps,
  { userId, actor, id, patch }: ChangePaperSettings,
): Promise<PaperSettingsChanged> {
  const account = await deps.accounts.find(userId, id);
  if (account === undefined) return { outcome: 'not_found' };
  if (account.exchange !== 'paper') return { outcome: 'not_paper' };
  const wanted = { ...account.settings, ...patch };
  const settings = readPaperSettings(wanted);
  const isKept = await deps.accounts.setSettings(userId, id, wanted, {
    id: deps.newId('aud'),
    userId,
    actor,
    action: 'account.updated',
    subject: id,
    detail: { ...patch },
    at: deps.now(),
  });
  return isKept ? { outcome: 'changed', settings } : { outcome: 'not_found' };
}
