import { digestBody } from '../alerts/identity.ts';
import type { AlertStore } from '../alerts/store.ts';
import type { NewId } from '../ids/new-id.ts';
import type { Market } from '../markets/market.ts';
import type { Doorbell } from '../queue/doorbell.ts';
import type { Intent, Signal } from '../signals/signal.ts';
import { COMMAND_DIALECT } from '../strategies/traded-symbol.ts';
import type { Clock } from '../time/clock.ts';

export type KeepCommandDeps = { alerts: AlertStore; doorbell: Doorbell; now: Clock; newId: NewId };

/** What a person asks for through the API. It takes the same way as an alert, so it waits its turn and leaves a timeline. */
export type Command = {
  userId: string;
  strategyId: string;
  actor: string;
  /** One after the other, each a step of the alert. */
  intents: readonly Extract<Intent, 'flat' | 'cancel_orders'>[];
  market: Market;
  symbol: string;
  /** What it is about: `positionId` or `orderId`. */
  about: Readonly<Record<string, string>>;
  /** Asked for once under this key: whoever asks again gets the alert that was kept first. */
  onceKey?: string;
};

/** @returns the id of the alert, or undefined when the strategy is not the user's */
export async function keepCommand(deps: KeepCommandDeps, command: Command): Promise<string | undefined> {
  const { userId, strategyId, actor, intents, market, symbol, about } = command;
  const id = deps.newId('alt');
  const asked = { command: intents.join(' '), market, symbol, ...about };
  const kept = await deps.alerts.keep(
    { by: 'strategy', userId, strategyId },
    {
      id,
      source: 'command',
      receivedAt: deps.now(),
      raw: JSON.stringify({ ...asked, by: actor }),
      // Without who asks: the same command by somebody else is no other.
      bodyDigest: digestBody(JSON.stringify(asked)),
      identity: { key: command.onceKey ?? `command:${id}` },
      dialect: COMMAND_DIALECT,
      repairs: [],
      signals: intents.map((intent, at) => toSignal(command, intent, at + 1)),
    },
  );
  if (kept.outcome === 'unknown_hook' || kept.outcome === 'settings_differ') return undefined;
  deps.doorbell.ring();
  return kept.outcome === 'kept' ? id : kept.alertId;
}

function toSignal({ intents, market, symbol, about }: Command, intent: Intent, step: number): Signal {
  return {
    dialect: COMMAND_DIALECT,
    step,
    of: intents.length,
    delaySeconds: 0,
    symbol,
    market,
    intent,
    size: { type: 'strategy_default' },
    reduceOnly: true,
    orderType: 'market',
    takeProfits: [],
    cancelFirst: false,
    dryRun: false,
    extras: about,
  };
}
