import { join } from 'node:path';
import { expect, onTestFinished, vi } from 'vitest';
import { RunSupervisor } from '../../src-main/runs/run-supervisor';
import { type RunTimings, usualTimings } from '../../src-main/runs/run-timings';
import { openStore } from '../../src-main/store/store';
import type { Device } from '../../src-shared/devices/devices';
import type { CoreEvent } from '../../src-shared/protocol/core-event';
import { isOver, type RunStatus } from '../../src-shared/runs/runs';
import { temporaryFolder } from '../temporary-folder';
import { ScriptedLauncher, type ScriptedWorker } from './scripted-launcher';

interface Surroundings {
  readonly timings?: Partial<RunTimings>;
  readonly home?: string;
  /** The slots that the machine has at any time. */
  readonly slots?: () => readonly string[];
  readonly cores?: number;
  /** All that it has at any time, in place of slots. */
  readonly devices?: () => readonly Device[] | Promise<readonly Device[]>;
}

/** A supervisor over a store of its own, whose workers do as a spec says, and all that it tells. */
export function scriptedSupervisor(
  script: (worker: ScriptedWorker) => void,
  {
    timings = {},
    home = temporaryFolder(),
    slots = () => ['cpu:0', 'cpu:1', 'cpu:2'],
    cores = 4,
    devices = () => slots().map((id) => slot(id, cores)),
  }: Surroundings = {},
) {
  const store = openStore(home, { busyTimeoutMs: 10 });
  const launcher = new ScriptedLauncher(script);
  const events: CoreEvent[] = [];
  const supervisor = new RunSupervisor({
    store,
    launcher,
    home,
    cacheFolder: join(home, 'cache'),
    engine: () => ({ choice: { kind: 'javascript' }, text: 'JavaScript', usesGpus: true }),
    devices: async () => devices(),
    onEvent: (event) => events.push(event),
    environment: {},
    cores,
    timings: { ...usualTimings, tickMs: 5, settleMs: 20, exitMs: 20, ...timings },
  });
  onTestFinished(async () => {
    await supervisor.close();
    store.close();
  });
  const statusOf = (id: string) => supervisor.summary(id).status;
  const until = (id: string, status: RunStatus) =>
    vi.waitFor(() => expect(statusOf(id)).toBe(status), { interval: 5 });
  const over = (id: string) => vi.waitFor(() => expect(isOver(statusOf(id))).toBe(true), { interval: 5 });
  return { home, store, launcher, events, supervisor, until, over };
}

function slot(id: string, cores: number): Device {
  return { kind: 'cpu', id, name: `CPU slot ${id}`, cores, totalMemoryMB: 8000, usedMemoryMB: 1000 };
}
