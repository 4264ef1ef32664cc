import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';

type Started = { request: IncomingMessage; response: ServerResponse; server: Server };

const FORGED = 'sls-offline-';

/** What all HTTP servers of this process do right now. */
export type Requests = {
  /** Resolves to the server that takes the next request on `port`, as its connections see it. */
  serverOn(port: number): Promise<Server>;
  /** From now on each answer ends its connection. */
  closeAfterAnswer(): void;
  inFlight(): number;
};

/**
 * Stands before serverless-offline, which has no place for it: no client may hand in an authorizer, and CORS is left to our
 * handlers. serverless-offline builds the event from `rawHeaders`, and answers an origin by itself when it sees one in `headers`.
 */
export function watchRequests(): Requests {
  const answering = new Set<ServerResponse>();
  const waiting = new Map<number, (server: Server) => void>();
  let isClosing = false;
  subscribe('http.server.request.start', (message) => {
    const { request, response, server } = message as Started;
    const port = request.socket.localPort ?? 0;
    waiting.get(port)?.(server);
    waiting.delete(port);
    dropForgedHeaders(request);
    delete request.headers.origin;
    if (isClosing) response.shouldKeepAlive = false;
    answering.add(response);
    response.once('close', () => answering.delete(response));
  });
  return {
    serverOn: (port) => new Promise((resolve) => waiting.set(port, resolve)),
    closeAfterAnswer() {
      isClosing = true;
      for (const response of answering) if (!response.headersSent) response.shouldKeepAlive = false;
    },
    inFlight: () => answering.size,
  };
}

/** A client that sent them would be believed to be whoever it says: serverless-offline takes its authorizer from a header. */
export function dropForgedHeaders(request: IncomingMessage): void {
  const { headers, rawHeaders } = request;
  for (const name of Object.keys(headers)) if (name.startsWith(FORGED)) delete headers[name];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    if (rawHeaders[at]?.toLowerCase().startsWith(FORGED)) rawHeaders[at] = 'x-removed';
  }
}
