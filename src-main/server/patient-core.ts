import type { Outcome } from '../../src-shared/protocol/api';
import type { ServedCore } from '../api/connection';
import type { Rate } from './rate';

/** No view of ours asks for half as much, not with a hundred live curves. */
export const requestsPerSecond = 200;
export const requestsAtOnce = 1000;

const tooMany: Outcome<never> = {
  ok: false,
  kind: 'failed',
  message: `Nothing was done: this window asked for more than ${requestsPerSecond} things a second; please try again in a moment.`,
};

/** The core for one client: what it asks beyond the rate is refused with a sentence and never reaches the core. */
export function withinRate(core: ServedCore, rate: Rate): ServedCore {
  return {
    call: async (name, args) => (rate.take() ? core.call(name, args) : tooMany),
    subscribe: (listener) => core.subscribe(listener),
  };
}
