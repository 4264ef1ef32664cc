import type { AlertSource, AlertStatus, Repair } from '../alerts/alert.ts';
import type { Market } from '../markets/market.ts';
import type { FilledOrder } from '../orders/order-list.ts';
import type { Page, PageRequest } from '../paging/page.ts';
import type { Signal } from '../signals/signal.ts';

export type AlertFilter = PageRequest & {
  status?: AlertStatus;
  strategyId?: string;
  /** As it was traded, after the strategy's symbol map. */
  symbol?: string;
  /** Inclusive. */
  from?: Date;
  /** Exclusive. */
  to?: Date;
};

export type ArchivedAlert = {
  id: string;
  strategyId?: string;
  source: AlertSource;
  originAlertId?: string;
  /** Whose hook it came in by. */
  hookStrategyId?: string;
  /** What it names that was bound to no strategy there. */
  unknownRoutes?: readonly string[];
  receivedAt: Date;
  dialect?: string;
  repairs: readonly Repair[];
  status: AlertStatus;
  reasonCode?: string;
  reason?: string;
  endedAt?: Date;
  /** As they were read from the message. */
  signals: readonly Signal[];
};

/** What one step of an alert came to. */
export type SignalOutcomeRecord = {
  id: string;
  step: number;
  market?: Market;
  symbol?: string;
  intent: string;
  status: string;
  rule?: string;
  reason?: string;
  createdAt: Date;
  /** Until when an answer is waited for, while it is `held`. */
  heldUntil?: Date;
  endedAt?: Date;
};

export type FanOut = { id: string; strategyId: string; status: AlertStatus };

export type TimelineEntry = {
  at: Date;
  name: string;
  step?: number;
  orderId?: string;
  detail: Readonly<Record<string, unknown>>;
};

/** All that is known about one alert. */
export type AlertStory = ArchivedAlert & {
  /** Without secrets. */
  raw: string;
  outcomes: readonly SignalOutcomeRecord[];
  /** The alerts of the other strategies that its message is for. */
  fanOut: readonly FanOut[];
  orders: readonly FilledOrder[];
  /** Oldest first. */
  timeline: readonly TimelineEntry[];
};

export interface AlertArchive {
  /** Newest first. What it costs does not depend on how many alerts there are. */
  list(userId: string, filter: AlertFilter): Promise<Page<ArchivedAlert>>;
  find(userId: string, id: string): Promise<AlertStory | undefined>;
}

/** The first steps are not kept as events: they happen in the one statement that keeps the alert. */
export function firstSteps(alert: ArchivedAlert): TimelineEntry[] {
  const at = alert.receivedAt;
  const origin = alert.originAlertId === undefined ? {} : { originAlertId: alert.originAlertId };
  const received: TimelineEntry = { at, name: 'received', detail: { source: alert.source, ...origin } };
  const why = { code: alert.reasonCode, reason: alert.reason };
  if (alert.status === 'not_understood') return [received, { at, name: 'not_understood', detail: why }];
  const detail = { dialect: alert.dialect, repairs: alert.repairs, signals: alert.signals.length };
  const understood: TimelineEntry = { at, name: 'understood', detail };
  return alert.status === 'conflict'
    ? [received, understood, { at, name: 'conflict', detail: why }]
    : [received, understood];
}

/** Nor is the end: it is what the alert's own row says. What ended as it came was told by then. */
export function lastStep(alert: ArchivedAlert): TimelineEntry[] {
  const { status, reasonCode, reason, endedAt } = alert;
  if (endedAt === undefined || status === 'not_understood' || status === 'conflict') return [];
  return [
    {
      at: endedAt,
      name: 'ended',
      detail: { status, ...(reasonCode && { code: reasonCode }), ...(reason && { reason }) },
    },
  ];
}
