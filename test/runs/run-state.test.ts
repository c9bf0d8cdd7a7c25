import { describe, expect, test } from 'vitest';
import { nextRunState, type RunEvent } from '../../src-main/runs/run-state';
import type { RunStatus } from '../../src-shared/runs/runs';

const events = {
  'devices-free': { type: 'devices-free' },
  'training-began': { type: 'training-began' },
  paused: { type: 'paused' },
  resumed: { type: 'resumed' },
  'stop-asked': { type: 'stop-asked' },
  'all done': { type: 'workers-finished', stopped: false },
  'cut short': { type: 'workers-finished', stopped: true },
  'ended-by-force': { type: 'ended-by-force', reason: 'why' },
  failed: { type: 'failed', reason: 'why' },
  'owner-gone': { type: 'owner-gone', reason: 'why' },
} as const satisfies Record<string, RunEvent>;

type EventName = keyof typeof events;

/** Every transition there is; what is not here is illegal. */
const legal: Readonly<Record<RunStatus, Partial<Record<EventName, RunStatus>>>> = {
  queued: {
    'devices-free': 'preparing',
    'stop-asked': 'stopped',
    failed: 'failed',
    'owner-gone': 'interrupted',
  },
  preparing: {
    'training-began': 'running',
    'stop-asked': 'stopping',
    failed: 'failed',
    'owner-gone': 'interrupted',
  },
  running: {
    paused: 'paused',
    'stop-asked': 'stopping',
    'all done': 'finished',
    failed: 'failed',
    'owner-gone': 'interrupted',
  },
  paused: {
    resumed: 'running',
    'stop-asked': 'stopping',
    failed: 'failed',
    'owner-gone': 'interrupted',
  },
  stopping: {
    paused: 'stopping',
    'all done': 'finished',
    'cut short': 'stopped',
    'ended-by-force': 'stopped',
    failed: 'failed',
    'owner-gone': 'interrupted',
  },
  finished: {},
  stopped: {},
  failed: {},
  interrupted: {},
};

const statuses = Object.keys(legal) as RunStatus[];
const names = Object.keys(events) as EventName[];
const all = statuses.flatMap((status) => names.map((name) => ({ status, name, next: legal[status][name] })));

describe('the state of a run', () => {
  test.each(all.filter(({ next }) => next))('$status, $name: $next', ({ status, name, next }) => {
    expect(nextRunState({ status, reason: '' }, events[name]).status).toBe(next);
  });

  test.each(all.filter(({ next }) => !next))('$status refuses $name', ({ status, name }) => {
    expect(() => nextRunState({ status, reason: '' }, events[name])).toThrow(
      `A run that is ${status} cannot take the event ${events[name].type}.`,
    );
  });

  test('keeps the reason of its end', () => {
    expect(nextRunState({ status: 'running', reason: '' }, events.failed).reason).toBe('why');
    expect(nextRunState({ status: 'stopping', reason: '' }, events['ended-by-force']).reason).toBe('why');
    expect(nextRunState({ status: 'stopping', reason: '' }, events['cut short']).reason).toBe(
      'Stopped on request.',
    );
  });
});
