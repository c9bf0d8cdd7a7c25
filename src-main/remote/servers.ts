import { z } from 'zod';
import { BadInputError, sentenceOf } from '../../src-shared/errors';
import { type ServerState, serverHostSchema } from '../../src-shared/servers';
import { checkedHost } from './host-name';
import { type ConnectionNews, ServerConnection } from './server-connection';

/** A window of another machine, as the desktop opens it. */
export interface ServerWindow {
  /** Shows the window at a tunnel's address with a one-time token, in place of what it showed. */
  show(address: string): Promise<void>;
  focus(): void;
  close(): void;
}

/** Makes the window of a server. @param onClosed called once it is closed, by whomever */
export type OpenServerWindow = (host: string, onClosed: () => void) => ServerWindow;

export interface ServersOptions {
  /** Missing in shells that have no windows of their own. */
  readonly openWindow?: OpenServerWindow;
  /** The names of hosts that were connected to, and nothing else of them. */
  readonly remembered: { read(): unknown; write(hosts: readonly string[]): void };
  readonly onChange: (servers: readonly ServerState[]) => void;
  /** The person's ssh. */
  readonly ssh?: string;
}

interface OpenServer {
  readonly connection: ServerConnection;
  state: ServerState;
  window?: ServerWindow;
}

/** The most recent hosts that are remembered. */
const mostHosts = 50;

/** The servers that a person connects to from this app, and the windows in which they are shown. */
export class Servers {
  readonly #options: ServersOptions;
  readonly #open = new Map<string, OpenServer>();
  /** Why the window of a host was closed, where nobody closed it. */
  readonly #failures = new Map<string, string>();

  constructor(options: ServersOptions) {
    this.#options = options;
  }

  /** Those that were connected to, the last first. */
  list(): readonly ServerState[] {
    const hosts = new Set([...this.#open.keys(), ...this.#remembered()]);
    return [...hosts].map((host) => this.#open.get(host)?.state ?? this.#closed(host));
  }

  /**
   * Connects to a server and opens its window; brings that to the front where it is open already.
   * @throws ParasampleError with what to do where it does not come about
   */
  async open(name: string): Promise<void> {
    const host = checkedHost(name);
    const { openWindow, ssh = 'ssh' } = this.#options;
    if (!openWindow)
      throw new BadInputError(
        `Windows of servers are the desktop app's; for a browser, run \`parasample connect ${host}\` in a terminal of the machine that it runs on.`,
      );
    const there = this.#open.get(host);
    if (there) {
      there.window?.focus();
      return;
    }
    this.#failures.delete(host);
    const connection = new ServerConnection({ host, command: 'parasample', ssh }, (news) =>
      this.#take(host, news, openWindow),
    );
    this.#open.set(host, { connection, state: { host, state: 'connecting' } });
    this.#changed();
    try {
      await connection.open(0);
    } catch (error) {
      // The person has given it up meanwhile.
      if (this.#open.get(host)?.connection !== connection) return;
      this.#end(host);
      throw error;
    }
  }

  /** Ends the connection; the server and its runs go on. */
  close(host: string): void {
    this.#end(host);
  }

  /** Closes it and forgets its name. */
  forget(host: string): void {
    this.#failures.delete(host);
    const hosts = this.#remembered();
    if (hosts.includes(host)) this.#options.remembered.write(hosts.filter((other) => other !== host));
    this.#end(host);
  }

  closeAll(): void {
    for (const host of [...this.#open.keys()]) this.#end(host);
  }

  #take(host: string, news: ConnectionNews, openWindow: OpenServerWindow): void {
    const server = this.#open.get(host);
    if (!server) return;
    if (news.state === 'lost') server.state = { host, state: 'lost', text: news.why };
    else server.state = { host, state: 'open', ...(remarkOf(news) ?? {}) };
    if (news.state === 'open') {
      this.#remember(host);
      server.window ??= openWindow(host, () => this.#end(host));
      server.window
        .show(news.address)
        .catch((error: unknown) => this.#end(host, sentenceOf(error, 'The window')));
    }
    this.#changed();
  }

  #end(host: string, why?: string): void {
    const server = this.#open.get(host);
    this.#open.delete(host);
    if (why !== undefined) this.#failures.set(host, why);
    server?.connection.close();
    server?.window?.close();
    this.#changed();
  }

  #closed(host: string): ServerState {
    const text = this.#failures.get(host);
    return { host, state: 'closed', ...(text === undefined ? {} : { text }) };
  }

  #remember(host: string): void {
    const others = this.#remembered().filter((other) => other !== host);
    this.#options.remembered.write([host, ...others].slice(0, mostHosts));
  }

  #remembered(): readonly string[] {
    const kept = z.array(serverHostSchema).safeParse(this.#options.remembered.read());
    return kept.success ? kept.data : [];
  }

  #changed(): void {
    this.#options.onChange(this.list());
  }
}

function remarkOf(news: ConnectionNews): { readonly text: string } | undefined {
  return news.state === 'open' && news.remark !== undefined ? { text: news.remark } : undefined;
}
