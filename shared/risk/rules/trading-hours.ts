import { type TradingWindow, WEEKDAYS, type Weekday } from '../../limits/limits.ts';
import type { StandingRule } from '../risk.ts';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;

/** Windows in UTC. One that ends before it begins belongs to the day on which it began; equal ends mean all day. */
export const tradingHours: StandingRule = ({ limits, now }) => {
  for (const { scope, limits: own } of limits) {
    const windows = own.tradingHours ?? [];
    if (windows.length === 0 || windows.some((window) => isOpen(window, now))) continue;
    const limit = windows.map(tell).join(', ');
    const actual = `${weekdayOf(now)} ${now.toISOString().slice(11, 16)}`;
    return {
      rule: 'trading_hours',
      reason: `It is ${actual} UTC, and the ${scope} trades at ${limit} UTC`,
      ...{ scope, limit, actual },
    };
  }
  return undefined;
};

function isOpen({ days, from, to }: TradingWindow, now: Date): boolean {
  const minute = Math.floor(now.getTime() / MINUTE_MS) % DAY_MINUTES;
  const [begin, end] = [minuteOf(from), minuteOf(to)];
  const isAfterMidnight = end <= begin && minute < end;
  const isInside = end > begin ? minute >= begin && minute < end : minute >= begin || isAfterMidnight;
  const day = weekdayOf(isAfterMidnight ? new Date(now.getTime() - DAY_MINUTES * MINUTE_MS) : now);
  return isInside && (days === undefined || days.includes(day));
}

function minuteOf(hour: string): number {
  return Number(hour.slice(0, 2)) * 60 + Number(hour.slice(3));
}

function weekdayOf(at: Date): Weekday {
  return WEEKDAYS[(at.getUTCDay() + 6) % 7] ?? 'mon';
}

function tell({ days, from, to }: TradingWindow): string {
  return `${days === undefined ? '' : `${days.join(' ')} `}${from}-${to}`;
}
