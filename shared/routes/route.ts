/** Where a message comes in: the hook of a strategy, or, without one, the owner's WEBHOOK_SECRET. Routes of one bind at no other. */
export type Door = { hookStrategyId?: string };

/** Binds what a message calls its bot or its account to a strategy. A key that is bound to several makes an alert of each. */
export type Route = Door & {
  id: string;
  userId: string;
  /** As messages say it; of a secret, `#` and a part of its digest. */
  key: string;
  strategyId: string;
  createdAt: Date;
};

/** What messages named lately that is bound to nothing where they came in. */
export type UnboundRoute = Door & {
  key: string;
  dialect?: string;
  /** Alerts that named it, of those that are looked at. */
  count: number;
  lastSeenAt: Date;
  lastAlertId: string;
};

/** More would make a flood of one alert. */
export const MOST_STRATEGIES_OF_A_KEY = 20;
