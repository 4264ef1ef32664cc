import type { Dialect } from './dialect.ts';
import { readJsonMessage } from './generic.ts';

/**
 * The nested message that most home-made scripts have copied: `bar` beside `strategy`, with `order_action` and the position in
 * it. Its fields are the generic ones with a prefix, so it is read alike and differs in its name.
 */
export const tutorial: Dialect = {
  name: 'tutorial',
  detects: (body) => {
    if (body.kind === 'text') return false;
    const strategy = body.object.members.find((member) => member.key === 'strategy')?.value;
    return strategy?.kind === 'object' && strategy.members.some((member) => member.key === 'order_action');
  },
  read: (body, report) => readJsonMessage(tutorial.name, body, report),
};
