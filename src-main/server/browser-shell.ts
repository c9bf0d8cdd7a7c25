import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { BadInputError, FailedError } from '../../src-shared/errors';
import { decodeMessage, encodeMessage } from '../../src-shared/wire';
import { connectClient, type ServedCore } from '../api/connection';
import { readPageFile } from '../page/page-files';
import { isLocalRequest } from './local-request';
import { SessionGate } from './session-gate';

export interface BrowserShellOptions {
  readonly core: ServedCore;
  /** The built page (`out/renderer`). */
  readonly pageFolder: string;
  /** 0 takes any free port. */
  readonly port: number;
}

export interface BrowserShell {
  /** The address to open, with its one-time token. */
  readonly url: string;
  close(): Promise<void>;
}

/** Requests are small: the largest is an experiment. In bytes. */
const largestMessage = 1_000_000;

const used =
  'This address lets one browser in, once. Open the address that Parasample printed when it started, ' +
  'or start it again for a new one.\n';

/** Serves the page over http and the API over a WebSocket at /api, to this machine alone. */
export async function startBrowserShell({
  core,
  pageFolder,
  port,
}: BrowserShellOptions): Promise<BrowserShell> {
  const server = createServer();
  const bound = await listen(server, port);
  const gate = new SessionGate(`parasample-${bound}`);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: largestMessage });
  const mayEnter = (request: IncomingMessage) =>
    isLocalRequest(request.headers, bound) && gate.admits(request.headers.cookie);

  server.on('request', (request, response) => {
    if (!isLocalRequest(request.headers, bound))
      send(response, 403, 'This address serves this machine alone.\n');
    else if (request.method !== 'GET' && request.method !== 'HEAD')
      send(response, 405, 'Only GET is served.\n');
    else void servePage(request, response, gate, pageFolder);
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // A WebSocket must also say where it comes from: only pages open one, and theirs must be ours.
    const isOurs = mayEnter(request) && request.headers.origin !== undefined && request.url === '/api';
    if (isOurs) sockets.handleUpgrade(request, socket, head, (client) => serveApi(core, client));
    else refuseUpgrade(socket);
  });

  return {
    url: `http://127.0.0.1:${bound}/?token=${gate.token}`,
    close: () => close(server, sockets),
  };
}

async function servePage(
  request: IncomingMessage,
  response: ServerResponse,
  gate: SessionGate,
  pageFolder: string,
): Promise<void> {
  const { path, token } = addressOf(request);
  // A preview of the address (HEAD) must not use the token up.
  const cookie = token === null || request.method === 'HEAD' ? undefined : gate.exchange(token);
  if (cookie) {
    response.writeHead(303, { location: '/', 'set-cookie': cookie, 'referrer-policy': 'no-referrer' }).end();
  } else if (!gate.admits(request.headers.cookie)) {
    send(response, 401, used);
  } else if (token !== null) {
    response.writeHead(303, { location: '/' }).end();
  } else {
    const { status, headers, body } = await readPageFile(pageFolder, path);
    response.writeHead(status, { ...headers, 'cache-control': 'no-store', 'content-length': body.length });
    response.end(request.method === 'HEAD' ? undefined : body);
  }
}

/** The path as it was sent, for the page's own check, and the token if there is one. */
function addressOf({ url = '/' }: IncomingMessage): { readonly path: string; readonly token: string | null } {
  const [path = '/', query] = url.split('?', 2);
  return { path, token: new URLSearchParams(query).get('token') };
}

function serveApi(core: ServedCore, client: WebSocket): void {
  const disconnect = connectClient(core, {
    post: (message) => {
      if (client.readyState === client.OPEN) client.send(encodeMessage(message));
    },
    on: (listener) =>
      client.on('message', (data, isBinary) => {
        const message = isBinary ? undefined : decoded(data.toString());
        if (message === undefined) client.close(1007, 'Messages are JSON text.');
        else listener(message);
      }),
  });
  client.on('close', disconnect);
  // Also a message above the limit: ws then closes the connection by itself.
  client.on('error', disconnect);
}

function refuseUpgrade(socket: Duplex): void {
  // Whoever asked may be gone already.
  socket.on('error', () => socket.destroy());
  socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
}

function decoded(text: string): unknown {
  try {
    return decodeMessage(text);
  } catch {
    return undefined;
  }
}

function send(response: ServerResponse, status: number, text: string): void {
  const headers = { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' };
  response.writeHead(status, headers).end(text);
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE')
        reject(new BadInputError(`Port ${port} is in use by another program; choose another with --port.`));
      else if (error.code === 'EACCES')
        reject(new BadInputError(`Port ${port} may not be used here; choose one above 1023 with --port.`));
      else reject(new FailedError(`The browser shell cannot listen on port ${port}: ${error.message}.`));
    });
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

async function close(server: Server, sockets: WebSocketServer): Promise<void> {
  for (const client of sockets.clients) client.terminate();
  sockets.close();
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
