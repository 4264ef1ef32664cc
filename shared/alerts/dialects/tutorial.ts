import type { JsonObject } from '../json-value.ts';
import { type Dialect, jsonDialect } from './dialect.ts';
import { readJsonMessage } from './generic.ts';

/**
 * The nested message that most home-made scripts have copied: `bar` beside `strategy`, with `order_action` and the position in
 * it. Its fields are the generic ones with a prefix, so it is read alike and differs in its name.
 */
export const tutorial: Dialect = jsonDialect({
  name: 'tutorial',
  marks: ['strategy'],
  also: { sign: 'the field "strategy.order_action"', holds: hasOrderAction },
  read: (fields) => readJsonMessage('tutorial', fields),
});

function hasOrderAction(object: JsonObject): boolean {
  const strategy = object.members.find((member) => member.key === 'strategy')?.value;
  return strategy?.kind === 'object' && strategy.members.some((member) => member.key === 'order_action');
}
