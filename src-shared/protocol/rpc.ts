import type { Outcome } from './api';
import type { CoreEvent } from './core-event';

/** Functions that the client may call here. */
export interface CoreFunctions {
  call(name: string, args: readonly unknown[]): Promise<Outcome<unknown>>;
}

/** Functions that the client offers: it is told of every event, and answers nothing. */
export interface ClientFunctions {
  event(event: CoreEvent): void;
}
