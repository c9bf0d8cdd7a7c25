import { spawn } from 'node:child_process';
import { request } from 'node:http';
import { parse } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { FailedError } from '../../src-shared/errors';
import { type ServerAsked, startError } from './ask-server';
import { tunnelArguments } from './ssh-arguments';
import { lastLine, sshComplaint } from './ssh-complaints';

/** A tunnel that is up. */
export interface Tunnel {
  /** Rejects, with why, once it is down. */
  readonly down: Promise<never>;
  close(): void;
}

/** After its connection is there, a tunnel answers in a round trip; machines far away and jump hosts take longer. */
const upWithinMs = 60_000;

/** Between two looks whether it still leads to the server; they also tell the server that somebody is there. */
const lookMs = 20_000;

/**
 * Opens a tunnel to a port of the server through the person's ssh.
 * @param socket path of the Unix socket at this end
 * @param shownPort at which this machine's browser sees it
 * @throws ParasampleError with why it does not come about
 */
export async function openTunnel(
  { host, ssh }: ServerAsked,
  port: number,
  socket: string,
  shownPort: number,
  signal: AbortSignal,
): Promise<Tunnel> {
  const child = spawn(ssh, tunnelArguments(host, socket, port), {
    stdio: ['ignore', 'ignore', 'pipe'],
    cwd: parse(process.execPath).root,
    signal,
  });
  const closing = new AbortController();
  const close = () => void child.kill();
  let err = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err = (err + text).slice(-10_000);
    // ssh stays although the server behind it has ended; or the other machine forbids tunnels.
    if (/open failed/.test(text)) close();
  });
  const ended = new Promise<never>((_resolve, reject) => {
    child.on('error', (error) => reject(startError(error)));
    child.on('exit', () =>
      setImmediate(() => {
        reject(whyDown(host, err));
        closing.abort();
      }),
    );
  });
  ended.catch(() => undefined);
  try {
    await Promise.race([ended, answering(socket, shownPort, upWithinMs)]);
  } catch (error) {
    close();
    throw error;
  }
  // Not past its own end: the next tunnel has the same socket.
  const silent = stillAnswering(socket, shownPort, closing.signal).finally(close);
  const down = Promise.race([ended, silent]);
  down.catch(() => undefined);
  return { down, close };
}

function whyDown(host: string, err: string): Error {
  if (/administratively prohibited/.test(err))
    return new FailedError(
      `${host} forbids tunnels (AllowTcpForwarding in its sshd_config); whoever runs it can allow them.`,
    );
  if (/open failed/.test(err)) return new FailedError(`The server on ${host} has ended: ${lastLine(err)}`);
  return err.trim() === ''
    ? new FailedError(`The connection to ${host} broke off.`)
    : sshComplaint(host, err);
}

/** Resolves once the server answers through the tunnel; rejects where it does not in time. */
async function answering(socket: string, shownPort: number, withinMs: number): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await answers(socket, shownPort))) {
    if (performance.now() > deadline) throw new FailedError('The server does not answer through the tunnel.');
    await pause(50);
  }
}

/** Rejects once the server answers no more. */
async function stillAnswering(socket: string, shownPort: number, signal: AbortSignal): Promise<never> {
  for (;;) {
    await pause(lookMs, undefined, { signal, ref: false });
    if (!(await answers(socket, shownPort)))
      throw new FailedError('The server answers no more through the tunnel.');
  }
}

function answers(socketPath: string, shownPort: number): Promise<boolean> {
  return new Promise((resolve) => {
    const headers = { host: `127.0.0.1:${shownPort}` };
    const asked = request({ socketPath, method: 'HEAD', path: '/', headers, timeout: 15_000 }, (response) => {
      response.resume();
      resolve(true);
    });
    asked.on('timeout', () => asked.destroy());
    asked.on('error', () => resolve(false)).end();
  });
}
