import type { ReadSettings } from './read-settings.ts';
import type { RouteNames } from './route-names.ts';
import type { Hook } from './store.ts';

const MOST_KEPT = 1_000;
/** A name in a message may be as long as it. */
const LONGEST_KEY = 1_000;
const NONE: readonly ReadSettings[] = [{}];

/**
 * Which settings the strategies behind a hook had when it was last asked, so that a message is read under the right ones at once.
 * A guess and no more: the statement that keeps an alert knows, and asks for another reading where they have changed.
 */
export type SettingsSeen = {
  of(hook: Hook, routes: readonly RouteNames[]): readonly ReadSettings[];
  note(hook: Hook, routes: readonly RouteNames[], settings: readonly ReadSettings[]): void;
};

export function settingsSeen(): SettingsSeen {
  const seen = new Map<string, readonly ReadSettings[]>();
  return {
    of: (hook, routes) => seen.get(keyOf(hook, routes)) ?? NONE,
    note(hook, routes, settings) {
      const key = keyOf(hook, routes);
      if (key.length > LONGEST_KEY) return;
      const [oldest] = seen.size >= MOST_KEPT && !seen.has(key) ? seen.keys() : [];
      if (oldest !== undefined) seen.delete(oldest);
      seen.set(key, settings);
    },
  };
}

function keyOf(hook: Hook, routes: readonly RouteNames[]): string {
  return JSON.stringify([hook, routes]);
}
