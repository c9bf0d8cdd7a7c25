import { setTimeout as pause } from 'node:timers/promises';
import { version } from '../../package.json';
import { sentenceOf } from '../../src-shared/errors';
import type { HandOver } from '../server/door-words';
import { askServer, type ServerAsked } from './ask-server';
import { type LocalEnd, openLocalEnd } from './local-end';
import { openTunnel, type Tunnel } from './tunnel';

/** What the person is told of a connection. */
export type ConnectionNews =
  /** The window is open at `address`, which lets one browser in. Told again where the server had to be started anew. */
  | { readonly state: 'open'; readonly address: string; readonly isNew: boolean; readonly remark?: string }
  | { readonly state: 'lost'; readonly why: string }
  /** The same server again: windows go on where they were. */
  | { readonly state: 'back' };

const shortestPauseMs = 500;
const longestPauseMs = 30_000;

/**
 * A connection to Parasample on another machine, kept up over the person's ssh: one that breaks is opened again, with
 * growing pauses between tries. What goes on there does not depend on it.
 */
export class ServerConnection {
  readonly #asked: ServerAsked;
  readonly #tell: (news: ConnectionNews) => void;
  readonly #end = new AbortController();
  #server = '';
  #local: LocalEnd | undefined;

  constructor(asked: ServerAsked, tell: (news: ConnectionNews) => void) {
    this.#asked = asked;
    this.#tell = tell;
  }

  /**
   * Connects, and stays connected until it is closed.
   * @param port at which the window is shown here; 0 takes any free one
   * @returns once it is open for the first time
   * @throws ParasampleError where it does not come about
   */
  async open(port: number): Promise<void> {
    this.#local = await openLocalEnd(port);
    try {
      void this.#keepUp(await this.#connected(this.#local), this.#local);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  close(): void {
    this.#end.abort();
    this.#local?.close();
  }

  async #keepUp(first: Tunnel, local: LocalEnd): Promise<void> {
    let tunnel = first;
    while (!this.#end.signal.aborted) {
      try {
        await tunnel.down;
      } catch (error) {
        tunnel.close();
        this.#lost(error);
      }
      const next = await this.#again(local);
      if (!next) return;
      tunnel = next;
    }
  }

  /** Tries until it is connected again; undefined once it is closed. */
  async #again(local: LocalEnd): Promise<Tunnel | undefined> {
    const { signal } = this.#end;
    for (let pauseMs = shortestPauseMs; !signal.aborted; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      try {
        await pause(pauseMs, undefined, { signal });
        return await this.#connected(local);
      } catch (error) {
        this.#lost(error);
      }
    }
    return undefined;
  }

  async #connected({ port, socket }: LocalEnd): Promise<Tunnel> {
    const { signal } = this.#end;
    const told = await askServer(this.#asked, port, signal);
    const tunnel = await openTunnel(this.#asked, told.port, socket, port, signal);
    this.#tell(this.#newsOf(told, port));
    this.#server = told.server;
    return tunnel;
  }

  #newsOf(told: HandOver, port: number): ConnectionNews {
    if (told.server === this.#server) return { state: 'back' };
    const remark = versionRemark(this.#asked.host, told);
    return {
      state: 'open',
      address: `http://127.0.0.1:${port}/?token=${told.token}`,
      isNew: told.isNew,
      ...(remark === undefined ? {} : { remark }),
    };
  }

  #lost(error: unknown): void {
    if (!this.#end.signal.aborted)
      this.#tell({ state: 'lost', why: sentenceOf(error, `The connection to ${this.#asked.host}`) });
  }
}

/** What a person should know where versions differ; undefined where all are the same. */
export function versionRemark(
  host: string,
  told: Pick<HandOver, 'version' | 'installed' | 'pid'>,
  own = version,
): string | undefined {
  if (told.version !== told.installed)
    return `The server that runs on ${host} is of version ${told.version}, while ${told.installed} is installed there. Once its runs are over, end it (\`kill ${told.pid}\` there) and connect again.`;
  if (told.version !== own)
    return `${host} runs Parasample ${told.version} and this machine ${own}: you see the window of ${told.version}. To have the same at both ends, install ${own} there.`;
  return undefined;
}
