import { receiveAlert } from '../../shared/alerts/receive-alert.ts';
import { httpDoor } from '../../shared/http/door.ts';
import { readDelivery } from './read-delivery.ts';
import { replyReceived } from './reply-received.ts';
import { log, wire } from './wire.ts';

export const handler = httpDoor(log, wire, async (deps, event) =>
  replyReceived(await receiveAlert(deps, readDelivery(event))),
);
