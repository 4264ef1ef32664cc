import { httpDoor } from '../../shared/http/door.ts';
import { log, wire } from './wire.ts';

export const handler = httpDoor(log, wire, (serve, event) => serve(event));
