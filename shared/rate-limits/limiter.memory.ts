import type { Clock } from '../time/clock.ts';
import { ALLOWED, type Limiter, type Verdict } from './limiter.ts';

type Window = { count: number; endsAtMs: number };

const MAX_KEYS = 10_000;

/** For one process. Where several serve, each counts for itself. */
export function memoryLimiter(now: Clock): Limiter {
  const windows = new Map<string, Window>();
  const current = (key: string): Window | undefined => {
    const window = windows.get(key);
    return window !== undefined && window.endsAtMs > now().getTime() ? window : undefined;
  };
  const verdict = (window: Window, isAllowed: boolean): Verdict => {
    if (isAllowed) return ALLOWED;
    return { isAllowed, retryAfterSeconds: Math.max(1, Math.ceil((window.endsAtMs - now().getTime()) / 1_000)) };
  };
  return {
    async count(key, { limit, windowSeconds }) {
      const window = current(key) ?? { count: 0, endsAtMs: now().getTime() + windowSeconds * 1_000 };
      window.count += 1;
      if (!windows.has(key)) makeRoom(windows, now().getTime());
      windows.set(key, window);
      return verdict(window, window.count <= limit);
    },
    async peek(key, { limit }) {
      const window = current(key);
      return window === undefined ? ALLOWED : verdict(window, window.count < limit);
    },
  };
}

/** Forgets what is over, then the oldest, so that made-up keys cannot fill the memory. */
function makeRoom(windows: Map<string, Window>, nowMs: number): void {
  if (windows.size < MAX_KEYS) return;
  for (const [key, window] of windows) if (window.endsAtMs <= nowMs) windows.delete(key);
  for (const key of windows.keys()) {
    if (windows.size < MAX_KEYS) return;
    windows.delete(key);
  }
}
