import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, vi } from 'vitest';
import { readDevices } from '../../src-main/devices/devices';
import { chooseEngine } from '../../src-main/runs/engine-choice';
import { RunSupervisor } from '../../src-main/runs/run-supervisor';
import { usualTimings } from '../../src-main/runs/run-timings';
import { openStore } from '../../src-main/store/store';
import { WatchedLauncher } from '../runs/watched-launcher';
import { temporaryFolder } from '../temporary-folder';
import { type Counted, type PretendedMachine, pretend, readCounts } from './pretended';
import { rigFolders } from './rig-folders';

/** What a process let its GPU see of batches, step by step. */
export interface Seen {
  readonly gpu: string;
  readonly batches: readonly string[];
}

/** A core in this process whose runs train on a pretended machine; what of it can be told to change is in files. */
export class SupervisedRig {
  supervisor: RunSupervisor;
  readonly launcher = new WatchedLauncher(resolve('out', 'main', 'worker.js'));
  /** Ids of devices that are gone. */
  readonly gone = new Set<string>();
  /** While this file is there, others hold what is left of the GPUs' memory. */
  readonly taken: string;
  readonly #home = temporaryFolder();
  readonly #files = temporaryFolder();
  readonly #environment: Readonly<Record<string, string | undefined>>;
  #store: ReturnType<typeof openStore>;

  constructor(machine: PretendedMachine = {}) {
    this.taken = join(this.#files, 'taken');
    const pretended = pretend(machine);
    // With the tool that lists the GPUs.
    vi.stubEnv('PATH', pretended.PATH);
    this.#environment = {
      ...process.env,
      ...pretended,
      PRETENDED_SEEN: join(this.#files, 'seen.tsv'),
      PRETENDED_COUNTS: join(this.#files, 'counts.tsv'),
      PRETENDED_TAKEN: this.taken,
    };
    this.#store = openStore(this.#home);
    this.supervisor = this.#opened();
    onTestFinished(async () => {
      await this.supervisor.close();
      this.#store.close();
      vi.unstubAllEnvs();
    });
  }

  /** Ends the core, and with it the workers, and opens another one in its home. */
  async reopen(): Promise<void> {
    await this.supervisor.close();
    this.#store.close();
    this.#store = openStore(this.#home);
    this.supervisor = this.#opened();
  }

  async over(id: string, status: 'finished' | 'failed' | 'stopped' = 'finished'): Promise<void> {
    await vi.waitFor(() => expect([status, this.notes(id)]).toEqual([this.statusOf(id), expect.anything()]), {
      timeout: 400_000,
    });
  }

  statusOf(id: string): string {
    return this.supervisor.summary(id).status;
  }

  /** Of the run's log. */
  notes(id: string): readonly string[] {
    return this.#store.reader.logs(id, 0).map(({ text }) => text);
  }

  /** Of each process that trained, in the order of their first steps. */
  seen(): readonly Seen[] {
    const processes = new Map<string, { gpu: string; batches: string[] }>();
    const file = join(this.#files, 'seen.tsv');
    const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
    for (const line of lines) {
      const [gpu = '', pid = '', bytes = '', sum = ''] = line.split('\t');
      const known = processes.get(pid) ?? { gpu, batches: [] };
      known.batches.push(`${bytes} ${sum}`);
      processes.set(pid, known);
    }
    return [...processes.values()];
  }

  /** Of the worker that ended last. */
  counts(): ReadonlyMap<string, Counted> {
    return readCounts(join(this.#files, 'counts.tsv'));
  }

  #opened(): RunSupervisor {
    const { cache } = rigFolders();
    return new RunSupervisor({
      store: this.#store,
      launcher: this.launcher,
      home: this.#home,
      cacheFolder: cache,
      engine: () => chooseEngine(cache),
      devices: async () => (await readDevices()).devices.filter(({ id }) => !this.gone.has(id)),
      onEvent: () => {},
      environment: this.#environment,
      cores: 2,
      timings: { ...usualTimings, restartMs: 10, returnMs: 50 },
    });
  }
}
