/** What a loss limit sets stays as it is while it counts: the first reason is the one to read, unless the next is harder. */
export const UNLESS_HALTED = `on conflict (user_id, account_id, source) do update set state = excluded.state,
    reason = excluded.reason, set_by = excluded.set_by, set_at = excluded.set_at, expires_at = excluded.expires_at
  where trading_states.state = 'active' or trading_states.expires_at <= excluded.set_at
    or (trading_states.state = 'reducing' and excluded.state = 'halted')`;
