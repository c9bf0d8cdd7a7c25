import { cpus } from 'node:os';
import type { About, Api, ApiName, CoreEvent, Outcome } from '../../src-shared/api';
import { apiArguments } from '../../src-shared/api';
import { ParasampleError, sentenceOf } from '../../src-shared/errors';
import { DeviceWatch, readDevices } from '../devices/devices';
import { chooseEngine } from '../runs/engine-choice';
import { RunSupervisor } from '../runs/run-supervisor';
import type { RunTimings } from '../runs/run-timings';
import type { WorkerLauncher } from '../runs/worker-process';
import { openStore } from '../store/store';
import type { ServedCore } from './connection';
import { apiMethods } from './methods';
import { Tasks } from './tasks';

export interface CoreOptions {
  /** Folder of the runs and their database. */
  readonly home: string;
  /** Folder of what can be fetched again. */
  readonly cache: string;
  readonly launcher: WorkerLauncher;
  readonly shell: About['shell'];
  readonly timings?: RunTimings;
}

/** The app without a window: what all shells serve. */
export interface Core extends ServedCore {
  /** The methods for code in this process; they throw ParasampleError. */
  readonly api: Api;
  /** Ends a run's workers without waiting for them to save. */
  stopNow(runId: string): void;
  /** Interrupts what goes on, waits until all processes are gone, and closes the store. */
  close(): Promise<void>;
}

/** Between two looks at the devices, in milliseconds, while somebody watches. */
const deviceWatchMs = 2000;

/** Opens the store and makes the core ready. Throws ParasampleError where the store cannot be used. */
export function createCore({ home, cache, launcher, shell, timings }: CoreOptions): Core {
  const listeners = new Set<(event: CoreEvent) => void>();
  const emit = (event: CoreEvent) => {
    for (const listener of listeners) listener(event);
  };
  const store = openStore(home);
  const tasks = new Tasks((task) => emit({ type: 'task', task }));
  const supervisor = new RunSupervisor({
    store,
    launcher,
    home,
    cacheFolder: cache,
    engine: () => chooseEngine(cache),
    devices: async () => (await readDevices()).devices,
    onEvent: emit,
    environment: process.env,
    cores: cpus().length,
    ...(timings ? { timings } : {}),
  });
  const watch = new DeviceWatch((report) => emit({ type: 'devices', report }), deviceWatchMs);
  const onRemoved = (runId: string) => emit({ type: 'removed', runId });
  const api = apiMethods({ home, cacheFolder: cache, shell, store, supervisor, tasks, onRemoved });

  return {
    api,
    call: (name, args) => answer(api, name, args),
    subscribe: (listener) => {
      listeners.add(listener);
      // Nobody looks at telemetry on the command line.
      if (listeners.size === 1 && shell !== 'command line') watch.start();
      return () => {
        if (listeners.delete(listener) && listeners.size === 0) watch.stop();
      };
    },
    stopNow: (runId) => supervisor.stopNow(runId),
    close: async () => {
      await Promise.all([supervisor.close(), tasks.close()]);
      listeners.clear();
      watch.stop();
      store.close();
    },
  };
}

/** Checks the call, runs it, and turns whatever goes wrong into data. */
async function answer(api: Api, name: string, args: readonly unknown[]): Promise<Outcome<unknown>> {
  if (!isApiName(name)) return refusal(`The app has no method named ${name}.`);
  const checked = apiArguments[name].safeParse(args);
  if (!checked.success)
    return refusal(`${name} was called with wrong arguments: ${checked.error.issues[0]?.message}.`);
  try {
    const method = api[name] as (...values: readonly unknown[]) => Promise<unknown>;
    return { ok: true, value: await method(...checked.data) };
  } catch (error) {
    const kind = error instanceof ParasampleError ? error.kind : 'failed';
    return { ok: false, kind, message: sentenceOf(error, `The request ${name}`) };
  }
}

function isApiName(name: string): name is ApiName {
  return Object.keys(apiArguments).includes(name);
}

function refusal(message: string): Outcome<never> {
  return { ok: false, kind: 'bad-input', message };
}
