import {
  createServer as createPlain,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createSecure } from 'node:https';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type WebSocket, WebSocketServer } from 'ws';
import { decodeMessage, encodeMessage } from '../../src-shared/protocol/wire';
import { connectClient, type ServedCore } from '../api/connection';
import { readPageFile } from '../page/page-files';
import { AskerRates } from './asker-rates';
import { type ExportedFile, exportsAddress, openExportedFile } from './exported-file';
import { listen } from './listen';
import { askedAddress, isOwnRequest, type OwnAddress } from './own-request';
import { requestsAtOnce, requestsPerSecond, withinRate } from './patient-core';
import { Rate } from './rate';
import { ownNames, type Reach, shownName, thisMachine, warningOf } from './reach';
import { SessionGate } from './session-gate';

export interface BrowserShellOptions {
  readonly core: ServedCore;
  /** The built page (`out/renderer`). */
  readonly pageFolder: string;
  /** Its files can be saved to the browser's machine. */
  readonly exportsFolder: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** This machine alone, unless given. */
  readonly reach?: Reach;
}

export interface BrowserShell {
  /** The address to open, with its one-time token. */
  readonly url: string;
  /** What the person should know of who else can open it. */
  readonly warning?: string;
  /** Where it listens. */
  readonly port: number;
  /**
   * Lets a browser in that comes through a tunnel from another machine; returns its one-time token.
   * @param port at which the tunnel shows the window on that machine's loopback address
   */
  admit(port: number): string;
  /** Whether a window is open now. */
  hasWindow(): boolean;
  /** Calls the listener at every request, such as those of a tunnel that is kept up. */
  onAsked(listener: () => void): void;
  close(): Promise<void>;
}

/** Requests are small: the largest is an experiment. In bytes. */
const largestMessage = 1_000_000;

/** What cannot be a window of ours, which stays within what `withinRate` allows, is cut off. */
const messageRate = () => new Rate(5 * requestsPerSecond, 5 * requestsAtOnce);

/** The page is a dozen files; reloading it all the time is well below. */
const fileRate = () => new Rate(50, 500);

const used =
  'This address lets one browser in, once. Open the address that Parasample printed when it started, ' +
  'or start it again for a new one.\n';

/** What is the same for all requests of one shell. */
interface Served {
  readonly own: OwnAddress;
  readonly gate: SessionGate;
  readonly rates: AskerRates;
  readonly pageFolder: string;
  readonly exportsFolder: string;
}

/**
 * Serves the page over http and the API over a WebSocket at /api, to this machine alone unless told otherwise.
 * @throws BadInputError where the port, the address or its reach cannot be
 */
export async function startBrowserShell({
  core,
  pageFolder,
  exportsFolder,
  port,
  reach = thisMachine,
}: BrowserShellOptions): Promise<BrowserShell> {
  const warning = warningOf(reach, port);
  const { tls } = reach;
  const server = tls ? createSecure({ cert: tls.cert, key: tls.key }) : createPlain();
  const bound = await listen(server, reach.host, port);
  const tunnels = new Set<number>();
  const scheme = tls ? 'https' : 'http';
  const own: OwnAddress = { scheme, port: bound, tunnels, isOwnName: ownNames(reach) };
  const gate = new SessionGate(cookieNameAt(bound), own.scheme);
  const served = { own, gate, rates: new AskerRates(fileRate), pageFolder, exportsFolder };
  const sockets = new WebSocketServer({ noServer: true, maxPayload: largestMessage });

  server.on('request', (request, response) => serveRequest(request, response, served));
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (mayUpgrade(request, served))
      sockets.handleUpgrade(request, socket, head, (client) => serveApi(core, client));
    else refuseUpgrade(socket);
  });

  return {
    url: `${own.scheme}://${shownName(reach)}:${bound}/?token=${gate.token}`,
    ...(warning === undefined ? {} : { warning }),
    port: bound,
    admit: (tunnelPort) => {
      tunnels.add(tunnelPort);
      return gate.issue();
    },
    hasWindow: () => sockets.clients.size > 0,
    onAsked: (listener) => server.on('request', listener),
    close: () => close(server, sockets),
  };
}

/** A WebSocket must also say where it comes from: only pages open one, and theirs must be ours. */
function mayUpgrade(request: IncomingMessage, served: Served): boolean {
  const { headers, url } = request;
  return (
    isOwnRequest(headers, served.own) &&
    headers.origin !== undefined &&
    url === '/api' &&
    served.gate.admits(headers.cookie) &&
    served.rates.take(askerOf(request, served))
  );
}

function serveRequest(request: IncomingMessage, response: ServerResponse, served: Served): void {
  if (!isOwnRequest(request.headers, served.own))
    send(response, 403, 'This address serves its own page alone.\n');
  else if (!served.rates.take(askerOf(request, served)))
    send(response, 429, 'Too many requests; please wait a second.\n', { 'retry-after': '1' });
  else if (request.method !== 'GET' && request.method !== 'HEAD')
    send(response, 405, 'Only GET is served.\n');
  else void servePage(request, response, served);
}

/** Whoever has a session has turns of its own, which neither strangers at the same address nor other windows can use up. */
function askerOf({ headers, socket }: IncomingMessage, { gate }: Served): string {
  return gate.sessionOf(headers.cookie) ?? socket.remoteAddress ?? '';
}

/** By the port that the browser sees: two servers behind tunnels may listen at the same one of their machines. */
function cookieNameAt(port: number): string {
  return `parasample-${port}`;
}

async function servePage(
  request: IncomingMessage,
  response: ServerResponse,
  { own, gate, pageFolder, exportsFolder }: Served,
): Promise<void> {
  const { path, token, isShown } = addressOf(request);
  // A preview of the address (HEAD) must not use the token up.
  const seen = askedAddress(request.headers, own.scheme)?.port ?? own.port;
  const cookie =
    token === null || request.method === 'HEAD' ? undefined : gate.exchange(token, cookieNameAt(seen));
  if (cookie) {
    response.writeHead(303, { location: '/', 'set-cookie': cookie, 'referrer-policy': 'no-referrer' }).end();
  } else if (!gate.admits(request.headers.cookie)) {
    send(response, 401, used);
  } else if (token !== null) {
    response.writeHead(303, { location: '/' }).end();
  } else if (path.startsWith(exportsAddress)) {
    await serveExport(request, response, await openExportedFile(exportsFolder, path, isShown));
  } else {
    const { status, headers, body } = await readPageFile(pageFolder, path);
    response.writeHead(status, { ...headers, 'cache-control': 'no-store', 'content-length': body.length });
    response.end(request.method === 'HEAD' ? undefined : body);
  }
}

/** Piece by piece: a posterior may be larger than the memory. */
async function serveExport(
  { method }: IncomingMessage,
  response: ServerResponse,
  file: ExportedFile | undefined,
): Promise<void> {
  if (!file) {
    send(response, 404, 'There is no such export.\n');
    return;
  }
  response.writeHead(200, file.headers);
  try {
    if (method === 'HEAD') response.end();
    else await pipeline(file.handle.createReadStream({ autoClose: false }), response);
  } catch {
    // Whoever asked has gone, or the disk failed: the connection is cut, so that a part is not taken for the whole.
    response.destroy();
  } finally {
    await file.handle.close();
  }
}

/** The path as it was sent, for the page's own check, and the token if there is one. */
function addressOf({ url = '/' }: IncomingMessage): {
  readonly path: string;
  readonly token: string | null;
  readonly isShown: boolean;
} {
  const [path = '/', query] = url.split('?', 2);
  const asked = new URLSearchParams(query);
  return { path, token: asked.get('token'), isShown: asked.has('shown') };
}

function serveApi(core: ServedCore, client: WebSocket): void {
  const messages = messageRate();
  const disconnect = connectClient(withinRate(core, new Rate(requestsPerSecond, requestsAtOnce)), {
    post: (message) => {
      if (client.readyState === client.OPEN) client.send(encodeMessage(message));
    },
    on: (listener) =>
      client.on('message', (data, isBinary) => {
        if (!messages.take()) {
          client.terminate();
          return;
        }
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

function send(
  response: ServerResponse,
  status: number,
  text: string,
  headers: OutgoingHttpHeaders = {},
): void {
  const always = { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' };
  response.writeHead(status, { ...always, ...headers }).end(text);
}

async function close(server: Server, sockets: WebSocketServer): Promise<void> {
  for (const client of sockets.clients) client.terminate();
  sockets.close();
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
