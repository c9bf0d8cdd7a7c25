import { FailedError } from '../../src-shared/errors';
import type { RunStatus } from '../../src-shared/runs/runs';

/** Where a run stands, and why where that needs saying. */
export interface RunState {
  readonly status: RunStatus;
  readonly reason: string;
}

export type RunEvent =
  | { readonly type: 'devices-free' }
  | { readonly type: 'training-began' }
  /** The workers wait after a step, as they were asked to. */
  | { readonly type: 'paused' }
  | { readonly type: 'resumed' }
  | { readonly type: 'stop-asked' }
  /** All workers did their job; `stopped` where they cut it short because they were asked to. */
  | { readonly type: 'workers-finished'; readonly stopped: boolean }
  /** Workers that were asked to stop were ended before they could save. */
  | { readonly type: 'ended-by-force'; readonly reason: string }
  | { readonly type: 'failed'; readonly reason: string }
  /** The process that ran it is gone or going. */
  | { readonly type: 'owner-gone'; readonly reason: string };

export const newRunState: RunState = { status: 'queued', reason: '' };

const stopReason = 'Stopped on request.';

type Step = (event: RunEvent) => RunState | undefined;

/** What each state makes of each event; undefined is illegal. */
const steps: Readonly<Record<RunStatus, Step>> = {
  queued: (event) => {
    if (event.type === 'devices-free') return { status: 'preparing', reason: '' };
    if (event.type === 'stop-asked') return { status: 'stopped', reason: stopReason };
    return endOf(event);
  },
  preparing: (event) => {
    if (event.type === 'training-began') return { status: 'running', reason: '' };
    if (event.type === 'stop-asked') return { status: 'stopping', reason: '' };
    return endOf(event);
  },
  running: (event) => {
    if (event.type === 'stop-asked') return { status: 'stopping', reason: '' };
    if (event.type === 'paused') return { status: 'paused', reason: '' };
    if (event.type === 'workers-finished' && !event.stopped) return { status: 'finished', reason: '' };
    return endOf(event);
  },
  paused: (event) => {
    if (event.type === 'resumed') return { status: 'running', reason: '' };
    if (event.type === 'stop-asked') return { status: 'stopping', reason: '' };
    return endOf(event);
  },
  stopping: (event) => {
    // The workers paused just before they heard of the stop, which ends their wait.
    if (event.type === 'paused') return { status: 'stopping', reason: '' };
    // The last step may have been done just when the stop was asked for.
    if (event.type === 'workers-finished')
      return event.stopped ? { status: 'stopped', reason: stopReason } : { status: 'finished', reason: '' };
    if (event.type === 'ended-by-force') return { status: 'stopped', reason: event.reason };
    return endOf(event);
  },
  finished: () => undefined,
  stopped: () => undefined,
  failed: () => undefined,
  interrupted: () => undefined,
};

/** The run's next state. Throws FailedError for an event that cannot come in this state. */
export function nextRunState(state: RunState, event: RunEvent): RunState {
  const next = steps[state.status](event);
  if (next) return next;
  throw new FailedError(`A run that is ${state.status} cannot take the event ${event.type}.`);
}

function endOf(event: RunEvent): RunState | undefined {
  if (event.type === 'failed') return { status: 'failed', reason: event.reason };
  if (event.type === 'owner-gone') return { status: 'interrupted', reason: event.reason };
  return undefined;
}
