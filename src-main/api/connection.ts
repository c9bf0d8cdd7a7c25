import { createBirpc } from 'birpc';
import { z } from 'zod';
import type { Outcome } from '../../src-shared/protocol/api';
import type { CoreEvent } from '../../src-shared/protocol/core-event';
import type { ClientFunctions, CoreFunctions } from '../../src-shared/protocol/rpc';
import { EventPace } from './event-pace';

/** What a connection needs of the core. */
export interface ServedCore {
  /** Runs one method of the API; whatever goes wrong comes back as data. */
  call(name: string, args: readonly unknown[]): Promise<Outcome<unknown>>;
  /** Returns the function that ends the subscription. */
  subscribe(listener: (event: CoreEvent) => void): () => void;
}

/**
 * A two-way channel to one client: a MessagePort's objects, or a WebSocket's text through `encodeMessage` and
 * `decodeMessage` of src-shared/protocol/wire.ts.
 */
export interface Channel {
  post(message: unknown): void;
  on(listener: (message: unknown) => void): void;
}

const requestSchema = z.object({
  t: z.literal('q'),
  i: z.string().max(64),
  m: z.literal('call'),
  a: z.tuple([z.string().max(64), z.array(z.unknown())]),
});

/** Serves the core to one client over its channel. Returns the function that ends the connection. */
export function connectClient(core: ServedCore, channel: Channel): () => void {
  const functions: CoreFunctions = { call: (name, args) => core.call(name, args) };
  const remote = createBirpc<ClientFunctions, CoreFunctions, false>(functions, {
    proxify: false,
    post: (message) => channel.post(message),
    on: (listener) => channel.on(listener),
    // Whatever is no call of ours is dropped: a client can be anything.
    deserialize: (message) => requestSchema.parse(message),
    onGeneralError: () => true,
  });
  const pace = new EventPace((event) => {
    if (!remote.$closed) remote.$callEvent('event', event).catch(() => unsubscribe());
  });
  const unsubscribe = core.subscribe((event) => pace.take(event));
  return () => {
    unsubscribe();
    pace.end();
    remote.$close();
  };
}
