import type { WebSocket } from 'ws';
import type { StreamFaults } from '../faults/stream-faults.ts';
import type { MarketName } from '../protocol/market-name.ts';

/** An event that was to come after the next one comes by itself when there is no next one. */
const HOLD_MS = 100;

/** Sends events over one connection, and plays the faults that are due. Replies to requests are not its matter. */
export type Delivery = (event: string, text: string) => void;

export function delivery(market: MarketName, socket: WebSocket, faults: StreamFaults): Delivery {
  let held: string | undefined;
  const send = (text: string): void => {
    if (socket.readyState === socket.OPEN) socket.send(text);
  };
  const release = (): void => {
    if (held === undefined) return;
    const text = held;
    held = undefined;
    send(text);
  };
  return (event, text) => {
    const fault = faults.take(market, event);
    switch (fault?.kind) {
      case 'drop':
        return;
      case 'disconnect':
        socket.terminate();
        return;
      case 'delay':
        setTimeout(() => send(text), fault.ms).unref();
        return;
      case 'reorder':
        release();
        held = text;
        setTimeout(release, HOLD_MS).unref();
        return;
      default:
        send(text);
        if (fault?.kind === 'duplicate') send(text);
        release();
    }
  };
}
