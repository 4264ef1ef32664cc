const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2})?(\.\d{1,9})?)? ?(Z|[+-]\d{2}:?\d{2})?$/i;
const EPOCH_SECONDS = /^\d{10}$/;
const EPOCH_MILLISECONDS = /^\d{13}$/;
const EARLIEST_MS = Date.UTC(2000, 0, 1);
const LATEST_MS = Date.UTC(2100, 0, 1);

/** Reads ISO 8601 or epoch seconds or milliseconds into ISO UTC; a time without a zone is UTC, as TradingView's are. */
export function readInstant(text: string): string | undefined {
  const ms = EPOCH_SECONDS.test(text)
    ? Number(text) * 1000
    : EPOCH_MILLISECONDS.test(text)
      ? Number(text)
      : readIso(text);
  const isPlausible = ms !== undefined && ms >= EARLIEST_MS && ms < LATEST_MS;
  return isPlausible ? new Date(ms).toISOString() : undefined;
}

function readIso(text: string): number | undefined {
  const [matched, day, time = '00:00', seconds = ':00', fraction = '', zone = 'Z'] = ISO.exec(text) ?? [];
  if (matched === undefined || day === undefined) return undefined;
  const milliseconds = fraction === '' ? '' : `.${fraction.slice(1, 4).padEnd(3, '0')}`;
  const offset = zone.toUpperCase() === 'Z' ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(-2)}`;
  const ms = Date.parse(`${day}T${time}${seconds}${milliseconds}${offset}`);
  return Number.isNaN(ms) || !isCalendarDay(day) ? undefined : ms;
}

/** `Date` rolls 30 February over into March. */
function isCalendarDay(day: string): boolean {
  const ms = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(day);
}
