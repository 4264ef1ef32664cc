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
  intent: Extract<Intent, 'flat' | 'cancel_orders'>;
  market: Market;
  symbol: string;
  /** What it is about: `positionId` or `orderId`. */
  about: Readonly<Record<string, string>>;
};

/** @returns the id of the alert, or undefined when the strategy is not the user's */
export async function keepCommand(deps: KeepCommandDeps, command: Command): Promise<string | undefined> {
  const { userId, strategyId, actor, intent, market, symbol, about } = command;
  const id = deps.newId('alt');
  const raw = JSON.stringify({ command: intent, market, symbol, ...about, by: actor });
  const kept = await deps.alerts.keep(
    { by: 'strategy', userId, strategyId },
    {
      id,
      source: 'command',
      receivedAt: deps.now(),
      raw,
      bodyDigest: digestBody(raw),
      identity: { key: `command:${id}` },
      dialect: COMMAND_DIALECT,
      repairs: [],
      signals: [toSignal(command)],
    },
  );
  if (kept.outcome !== 'kept') return undefined;
  deps.doorbell.ring();
  return id;
}

function toSignal({ intent, market, symbol, about }: Command): Signal {
  return {
    dialect: COMMAND_DIALECT,
    step: 1,
    of: 1,
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
