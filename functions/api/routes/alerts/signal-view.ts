import { signalShape } from '../../../../shared/signals/signal-json.ts';
import { decimalText } from '../../fields.ts';

/** One step of an alert as it was read. */
export const signalSchema = signalShape(decimalText).meta({
  id: 'Signal',
  description: 'One step of a message as it was read. What the message left out is absent.',
});
