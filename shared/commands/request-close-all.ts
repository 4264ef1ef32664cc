import { keepClose, type RequestCloseDeps } from './request-close.ts';

export type RequestCloseAll = { userId: string; actor: string };
/** `skipped` are those that no strategy is known to have traded. */
export type RequestedCloseAll = { alertIds: string[]; skipped: string[] };

const PAGE_SIZE = 200;

/** Asks for every open position to be closed, each with an alert of its own, so that one that fails holds up no other. */
export async function requestCloseAll(
  deps: RequestCloseDeps,
  { userId, actor }: RequestCloseAll,
): Promise<RequestedCloseAll> {
  const asked: RequestedCloseAll = { alertIds: [], skipped: [] };
  let cursor: string | undefined;
  do {
    const start = cursor === undefined ? {} : { cursor };
    const page = await deps.positions.list(userId, { status: 'open', limit: PAGE_SIZE, ...start });
    // Together, because alerts that are kept at the same time share one commit.
    const ids = await Promise.all(page.items.map((position) => keepClose(deps, { userId, actor, position })));
    for (const [at, id] of ids.entries()) {
      if (id !== undefined) asked.alertIds.push(id);
      else asked.skipped.push(page.items[at]?.id ?? '');
    }
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return asked;
}
