import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listen } from '../server/listen';

/**
 * This machine's end of a connection: a port of its loopback address that stays the same, and nobody else's, while tunnels
 * behind it come and go. What asks in between is turned away, and asks again.
 */
export interface LocalEnd {
  readonly port: number;
  /** Where a tunnel is to make its Unix socket: in a folder for its owner alone. */
  readonly socket: string;
  close(): void;
}

/** @throws BadInputError where the port is in use. @param port 0 takes any free one */
export async function openLocalEnd(port: number): Promise<LocalEnd> {
  const folder = mkdtempSync(join(tmpdir(), 'parasample-tunnel-'));
  chmodSync(folder, 0o700);
  const socket = join(folder, 'end');
  const open = new Set<Socket>();
  const server = createServer((asker) => {
    const tunnel = connect(socket);
    for (const [one, other] of [
      [asker, tunnel],
      [tunnel, asker],
    ] as const) {
      open.add(one);
      one
        .on('error', () => other.destroy())
        .on('close', () => {
          open.delete(one);
          other.destroy();
        });
    }
    asker.pipe(tunnel).pipe(asker);
  });
  const close = () => {
    server.close();
    for (const one of open) one.destroy();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    return { port: await listen(server, '127.0.0.1', port), socket, close };
  } catch (error) {
    close();
    throw error;
  }
}
