import type { Page } from '../../shared/paging/page.ts';

export function pageView<Item, View>(
  page: Page<Item>,
  view: (item: Item) => View,
): { items: View[]; nextCursor: string | null } {
  return { items: page.items.map(view), nextCursor: page.nextCursor ?? null };
}
