const MAX_LENGTH = 72;
const LAST_KEY = /^(?:updates|new_orders|signals|alerts)$/;

/** A statement by its beginning; the one that commits a step of an order's life by what it changes and to what. */
export function nameStatement(text: string, values: readonly (string | null)[]): string {
  const short = text.replaceAll(/\s+/g, ' ').trim();
  if (!short.includes('changed_alerts as (')) return short.slice(0, MAX_LENGTH);
  const step = values.find((value) => value?.startsWith('{'));
  return `commit of ${step == null ? 'nothing' : partsOf(JSON.parse(step))}`;
}

function partsOf(step: Record<string, unknown>): string {
  const parts = Object.entries(step).flatMap(([key, rows]) => {
    if (!Array.isArray(rows) || rows.length === 0) return [];
    const statuses = LAST_KEY.test(key) ? ` (${rows.map((row) => row.status).join(', ')})` : '';
    return [`${key}${statuses}`];
  });
  return parts.join(', ') || 'nothing';
}
