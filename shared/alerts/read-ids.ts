import type { Signal } from '../signals/signal.ts';
import { takeText } from './field-values.ts';
import { type Aliases, aliases, type Fields, findScalar, hasField, refuse } from './fields.ts';

/** Names that promise an id of this one message. */
const MESSAGE_ID = aliases('idempotencyKey', 'alert_id', 'signal_id', 'alertTimestamp');
/** Names that people also give to `{{strategy.order.id}}`, which is a label in the script and comes again with every fill. */
const ANY_ID = aliases('id', 'client_id');
const NAMED_ORDER = aliases('order_tag', 'order_id', 'strategy.order_id', 'strategy.order.id', 'tag');
const COMMENT = aliases('comment', 'strategy.order_comment');
const TAG = aliases(...NAMED_ORDER.names, ...COMMENT.names);

const LONGEST_ID = 200;

export function readIds(fields: Fields, hasTime: boolean): Pick<Signal, 'explicitId' | 'orderTag'> {
  const orderTag = takeText(fields, TAG);
  const messageId = takeId(fields, MESSAGE_ID);
  const anyId = takeId(fields, ANY_ID);
  if (messageId !== undefined || anyId === undefined) return { explicitId: messageId, orderTag };
  const isTag = anyId === orderTag || (orderTag === undefined && isLabel(anyId, hasTime));
  return isTag ? { orderTag: anyId } : { explicitId: anyId, orderTag };
}

/** A comment tags the orders that a message makes, and does not narrow what it cancels. */
export function isCommentOnly(fields: Fields, orderTag: string | undefined): boolean {
  return orderTag !== undefined && !hasField(fields, NAMED_ORDER) && takeText(fields, COMMENT) === orderTag;
}

/** Two long ids may differ only at their end: cutting them would make them one. */
function takeId(fields: Fields, wanted: Aliases): string | undefined {
  const field = findScalar(fields, wanted);
  const id = field?.value.text.trim();
  if (field === undefined || id === undefined || id.length <= LONGEST_ID) return id;
  return refuse(
    fields,
    'id_too_long',
    `the field "${field.path}" has ${id.length} characters, more than ${LONGEST_ID}`,
  );
}

/** What Pine calls the order of `strategy.close("Long 1")` and of `strategy.close_all()`. */
const NAMED_BY_PINE = /^close (?:entry\(s\) order|position order)/i;

/**
 * `Long` and `TP1` are labels. Beside a time, which tells one fill from the next, an id with few digits is taken for one: reading a
 * label as an id would refuse every later alert that carries it.
 */
function isLabel(id: string, hasTime: boolean): boolean {
  const digits = id.replace(/\D/g, '').length;
  return digits === 0 || NAMED_BY_PINE.test(id) || (hasTime && digits < 4);
}
