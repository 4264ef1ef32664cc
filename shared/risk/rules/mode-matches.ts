import type { StandingRule } from '../risk.ts';

/** Real money only where it was written out: a strategy trades an account of its own mode, and no other. */
export const modeMatches: StandingRule = ({ strategy, accountMode }) =>
  strategy.mode === accountMode
    ? undefined
    : {
        rule: 'mode_matches',
        reason: `Strategy "${strategy.name}" is set to "${strategy.mode}", and the account is "${accountMode}"`,
      };
