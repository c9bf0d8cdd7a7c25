import { sentenceOf } from '../../src-shared/errors';
import type { ServerState } from '../../src-shared/servers';
import type { Link } from '../link/link.svelte';

/** Other machines as this window knows them. */
export class ServerList {
  readonly #link: Link;
  #servers: readonly ServerState[] = $state.raw([]);
  #trouble: string = $state('');

  constructor(link: Link) {
    this.#link = link;
    link.onEvent((event) => {
      if (event.type === 'servers') this.#servers = event.servers;
    });
  }

  get servers(): readonly ServerState[] {
    return this.#servers;
  }

  /** Why the last server that was asked for was not opened; empty where it was. */
  get trouble(): string {
    return this.#trouble;
  }

  async load(): Promise<void> {
    this.#servers = await this.#link.api.servers();
  }

  /** Whether it came about; else `trouble` says why not. */
  async open(host: string): Promise<boolean> {
    this.#trouble = '';
    try {
      await this.#link.api.openServer(host);
      return true;
    } catch (error) {
      this.#trouble = sentenceOf(error, `Connecting to ${host}`);
      return false;
    }
  }

  async close(host: string): Promise<void> {
    await this.#link.api.closeServer(host);
  }

  async forget(host: string): Promise<void> {
    await this.#link.api.forgetServer(host);
  }
}
