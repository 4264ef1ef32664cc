import type { AccountStore } from '../accounts/store.ts';
import type { NewId } from '../ids/new-id.ts';
import type { Clock } from '../time/clock.ts';

export type SetCountdownDeps = { accounts: AccountStore; now: Clock; newId: NewId };
/** `null`: none. */
export type SetCountdown = { userId: string; actor: string; id: string; seconds: number | null };

/** `no_countdown`: the paper exchange has none. */
export type CountdownSet = 'set' | 'not_found' | 'no_countdown';

/** Has the exchange cancel what rests on an account when nothing is heard of us for so long, or no more. */
export async function setCountdown(
  { accounts, now, newId }: SetCountdownDeps,
  { userId, actor, id, seconds }: SetCountdown,
): Promise<CountdownSet> {
  const account = await accounts.find(userId, id);
  if (account === undefined) return 'not_found';
  if (account.exchange === 'paper') return 'no_countdown';
  const { cancelOrdersAfterSeconds: _, ...others } = account.settings;
  const settings = seconds === null ? others : { ...others, cancelOrdersAfterSeconds: seconds };
  const isKept = await accounts.setSettings(userId, id, settings, {
    ...{ id: newId('aud'), userId, actor, action: 'account.updated', subject: id },
    ...{ detail: { cancelOrdersAfterSeconds: seconds }, at: now() },
  });
  return isKept ? 'set' : 'not_found';
}
