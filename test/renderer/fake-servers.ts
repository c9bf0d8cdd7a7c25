import { BadInputError } from '../../src-shared/errors';
import type { CoreEvent } from '../../src-shared/protocol/core-event';
import type { ServerState } from '../../src-shared/servers';

/** What connecting to `nowhere` comes to. */
export const noSuchServer = 'There is no machine named nowhere: write it as ssh takes it.';

/** Servers that answer at once, but for `nowhere`, and whose connections break when the spec says so. */
export class FakeServers {
  #servers: readonly ServerState[] = [];
  readonly #emit: (event: CoreEvent) => void;

  constructor(emit: (event: CoreEvent) => void) {
    this.#emit = emit;
  }

  list(): readonly ServerState[] {
    return this.#servers;
  }

  /** Puts a server into a state, as the core would. */
  set(server: ServerState): void {
    this.#servers = [server, ...this.#servers.filter(({ host }) => host !== server.host)];
    this.#emit({ type: 'servers', servers: this.#servers });
  }

  open(host: string): null {
    if (host === 'nowhere') throw new BadInputError(noSuchServer);
    this.set({ host, state: 'open' });
    return null;
  }

  forget(host: string): null {
    this.#servers = this.#servers.filter((server) => server.host !== host);
    this.#emit({ type: 'servers', servers: this.#servers });
    return null;
  }
}
