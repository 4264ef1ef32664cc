import type { NewNotification } from '../notifications/notification.ts';
import type { NewTradingState } from './trading-state-store.ts';

/** What the user is told of an account that was stopped without a person asking for it. */
export function tellOfHalt({ accountId, state, reason, setBy, expiresAt }: NewTradingState): NewNotification {
  const until =
    expiresAt === undefined ? 'a person resumes' : `${expiresAt.toISOString()}, unless a person resumes before`;
  return {
    kind: 'trading_stopped',
    severity: 'alarm',
    title: `Trading of account ${accountId ?? 'all'} is ${state} until ${until}: ${reason ?? setBy}`,
    detail: { state, reason, setBy, expiresAt },
    ...(accountId === undefined ? {} : { accountId }),
  };
}
