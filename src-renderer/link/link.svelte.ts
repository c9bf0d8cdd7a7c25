import { createBirpc } from 'birpc';
import { untrack } from 'svelte';
import { FailedError, ParasampleError } from '../../src-shared/errors';
import { type Api, apiArguments } from '../../src-shared/protocol/api';
import type { CoreEvent } from '../../src-shared/protocol/core-event';
import type { ClientFunctions, CoreFunctions } from '../../src-shared/protocol/rpc';
import type { Channel } from './connection';

const shortestPauseMs = 250;
const longestPauseMs = 5000;
const lost = 'The connection to Parasample is lost; it is being tried again.';

/** The connection to the core, kept up: a line that breaks is opened again, with growing pauses between tries. */
export class Link {
  readonly #open: () => Promise<Channel>;
  readonly #eventListeners = new Set<(event: CoreEvent) => void>();
  readonly #connectedListeners = new Set<() => void>();
  #call: CoreFunctions['call'] | undefined;
  #state: 'connecting' | 'connected' | 'lost' = $state('connecting');

  readonly api: Api;

  /** @param inOurWords how the window says a sentence of the core, which names settings as files do */
  constructor(open: () => Promise<Channel>, inOurWords = (sentence: string) => sentence) {
    this.#open = open;
    this.api = clientApi((name, args) => {
      if (!this.#call) throw new FailedError(lost);
      return this.#call(name, args);
    }, inOurWords);
  }

  get state(): 'connecting' | 'connected' | 'lost' {
    return this.#state;
  }

  /** Connects, and stays connected for as long as the page lives. */
  async keepUp(): Promise<never> {
    for (let pauseMs = shortestPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      try {
        const channel = await this.#open();
        pauseMs = shortestPauseMs;
        await this.#serve(channel);
      } catch {
        // A line that does not open is tried again like one that broke.
      }
      this.#state = 'lost';
      await new Promise((resume) => setTimeout(resume, pauseMs));
    }
  }

  /** Returns the function that ends the subscription. */
  onEvent(listener: (event: CoreEvent) => void): () => void {
    this.#eventListeners.add(listener);
    return () => this.#eventListeners.delete(listener);
  }

  /** Calls the listener at every new connection, at once where there is one. Returns the function that ends it. */
  onConnected(listener: () => void): () => void {
    this.#connectedListeners.add(listener);
    // An effect that listens must not begin anew with each connection, for the listener hears of that.
    untrack(() => this.#state === 'connected' && listener());
    return () => this.#connectedListeners.delete(listener);
  }

  #serve(channel: Channel): Promise<void> {
    const functions: ClientFunctions = {
      event: (event) => {
        for (const listener of this.#eventListeners) listener(event);
      },
    };
    const remote = createBirpc<CoreFunctions, ClientFunctions>(functions, {
      post: (message) => channel.post(message),
      on: (listener) => channel.onMessage(listener),
      timeout: -1,
    });
    this.#call = (name, args) => remote.call(name, args);
    this.#state = 'connected';
    for (const listener of this.#connectedListeners) listener();
    return new Promise((resolve) => {
      channel.onClosed(() => {
        this.#call = undefined;
        remote.$close(new FailedError(lost));
        resolve();
      });
    });
  }
}

/** The typed API over one untyped call; an outcome that is an error is thrown as ParasampleError. */
export function clientApi(call: CoreFunctions['call'], inOurWords = (sentence: string) => sentence): Api {
  const methods = Object.keys(apiArguments).map((name) => {
    const method = async (...args: readonly unknown[]) => {
      const outcome = await call(name, args);
      if (outcome.ok) return outcome.value;
      throw new ParasampleError(outcome.kind, inOurWords(outcome.message));
    };
    return [name, method];
  });
  return Object.fromEntries(methods);
}
