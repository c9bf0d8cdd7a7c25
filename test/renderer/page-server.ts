import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { type WebSocket, WebSocketServer } from 'ws';
import { connectClient, type ServedCore } from '../../src-main/api/connection';
import { decodeMessage, encodeMessage } from '../../src-shared/protocol/wire';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/** Serves a built page and, at /api, a core to it; nothing else of the browser shell. */
export class PageServer {
  readonly #server: Server;
  readonly #sockets = new Set<WebSocket>();
  #takesLines = true;

  constructor(folder: string, core: ServedCore) {
    this.#server = createServer(async (request, response) => {
      const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
      const file = join(folder, path === '/' ? 'index.html' : path);
      try {
        const body = await readFile(file);
        response
          .writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' })
          .end(body);
      } catch {
        response.writeHead(404).end();
      }
    });
    const verifyClient = (): boolean => this.#takesLines;
    new WebSocketServer({ server: this.#server, path: '/api', verifyClient }).on('connection', (socket) =>
      this.#connect(socket, core),
    );
  }

  /** Returns the page's address. */
  async listen(port = 0): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : port}/`;
  }

  /** Breaks every line to the page, as a core that ends would, and takes none until `takeLines`. */
  disconnectAll(): void {
    this.#takesLines = false;
    for (const socket of this.#sockets) socket.terminate();
  }

  takeLines(): void {
    this.#takesLines = true;
  }

  close(): void {
    this.disconnectAll();
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #connect(socket: WebSocket, core: ServedCore): void {
    this.#sockets.add(socket);
    const end = connectClient(core, {
      post: (message) => socket.send(encodeMessage(message)),
      on: (listener) => socket.on('message', (data) => listener(decodeMessage(String(data)))),
    });
    socket.on('close', () => {
      end();
      this.#sockets.delete(socket);
    });
  }
}
