import { inject } from 'vitest';
import { type Stack, stackAt } from './stack.ts';

/** The stack of this run, or the reason why there is none: its tests are then skipped, and say so in their title. */
export function givenStack(): { stack: Stack; skipped: boolean; title: (what: string) => string } {
  const given = inject('stack');
  if (typeof given === 'string') {
    const nowhere = { folder: '', project: '', http: 0, https: 0, loopback: 0 };
    return { stack: stackAt(nowhere), skipped: true, title: (what) => `${what} (skipped: ${given})` };
  }
  return { stack: stackAt(given), skipped: false, title: (what) => what };
}
