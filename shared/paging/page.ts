/** `cursor` is the last id of the page before. */
export type PageRequest = { limit: number; cursor?: string };

/** Newest first. Without `nextCursor` there is nothing older. */
export type Page<Item> = { items: Item[]; nextCursor?: string };

/** Sorts after every id, so that a first page is asked for like any other. */
export const BEFORE_FIRST = '~';

/** Takes the rows of a query that asked for one more than `limit`, which tells whether there is another page. */
export function cutPage<Item extends { id: string }>(rows: readonly Item[], limit: number): Page<Item> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return rows.length > limit && last !== undefined ? { items, nextCursor: last.id } : { items };
}
