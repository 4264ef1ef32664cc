import type { Exchange } from '../exchanges/exchange.ts';
import type { Lease } from '../queue/work.ts';
import { cancelResting } from './cancel-resting.ts';
import type { CommitChangeDeps } from './commit-change.ts';
import { decideAtMarket } from './decide-at-market.ts';
import type { Decision } from './decision.ts';
import { settleProtection } from './settle-protection.ts';
import type { Execution } from './store.ts';
import { freedBy, isFreed } from './which-resting.ts';

type Held = { execution: Execution; lease: Lease };
/** `unsettled`: why an exit cannot go yet. */
export type DecidedFreely = { decision: Decision; execution: Execution; unsettled?: string };

/** Decides, and cancels what locks what the exits of that sell. */
export async function decideFreely(deps: CommitChangeDeps, exchange: Exchange, held: Held): Promise<DecidedFreely> {
  const decision = await decideAtMarket({ exchange, now: deps.now }, held.execution);
  const freed = freedBy(decision, held.execution);
  const settled = freed.protection ? await settle(deps, exchange, held) : held;
  if ('unsettled' in settled) return { decision, ...settled };
  const decided = { decision, execution: settled.execution };
  if (!(freed.exits || freed.protection) || !settled.execution.hasResting) return anew(deps, exchange, held, decided);
  const canceled = await cancelResting(deps, exchange, { ...settled, isMeant: isFreed(freed) });
  if (canceled.outcome.status === 'no_op') return anew(deps, exchange, held, decided);
  const execution = (await deps.executions.load(held.execution.work)) ?? held.execution;
  return anew(deps, exchange, held, { decision, execution });
}

/** An order of which nobody knows whether it stands cannot be canceled, and may lock what is to be sold. */
async function settle(
  deps: CommitChangeDeps,
  exchange: Exchange,
  held: Held,
): Promise<Held | { execution: Execution; unsettled: string }> {
  const { execution } = held;
  if (!execution.hasUnsettledProtection) return held;
  const orders = await deps.executions.unsettledProtection(execution);
  const unsettled = await settleProtection(deps, exchange, { ...held, orders });
  if (unsettled !== undefined) return { execution, unsettled };
  return { ...held, execution: (await deps.executions.load(execution.work)) ?? execution };
}

/** What was found or canceled on the way may have filled, so that another position is decided on. */
async function anew(
  deps: CommitChangeDeps,
  exchange: Exchange,
  { execution }: Held,
  decided: DecidedFreely,
): Promise<DecidedFreely> {
  if (decided.execution === execution) return decided;
  const decision = await decideAtMarket({ exchange, now: deps.now }, decided.execution);
  return { ...decided, decision };
}
