import { maxAlertAge } from '../risk/rules/max-alert-age.ts';
import type { Intent } from '../signals/signal.ts';
import type { Decision, DecisionInput, Switch } from './decision.ts';

export type SwitchInput = Pick<DecisionInput, 'signal' | 'strategy' | 'risk' | 'now' | 'receivedAt' | 'isReplay'>;

export function isSwitch(intent: Intent): intent is Switch {
  return intent === 'enable' || intent === 'disable';
}

/** Switching on lets entries through again, so that it has the age limit of an entry; switching off is never too late. */
export function decideSwitch(input: SwitchInput, command: Switch): Decision {
  const { signal, strategy, risk } = input;
  if (signal.dryRun) return { kind: 'no_op', code: 'dry_run', reason: 'The message is marked as a test' };
  const status = statusAfter(command);
  if (strategy.status === status)
    return { kind: 'no_op', code: `already_${status}`, reason: `Strategy "${strategy.name}" is ${status} already` };
  const denial = command === 'enable' ? maxAlertAge({ ...input, limits: risk.limits }) : undefined;
  return denial === undefined ? { kind: 'command', command } : { kind: 'denied', denial };
}

export function statusAfter(command: Switch): 'enabled' | 'disabled' {
  return command === 'enable' ? 'enabled' : 'disabled';
}
