import { isOnCluster } from '../../processes/cluster-owner';
import { isAlive } from '../../processes/owner-process';
import { mergeLeftSpools } from '../../store/left-spools';
import type { OpenRun } from '../../store/run-changes';
import type { Store } from '../../store/store';
import { isLeftSpool } from '../spool-name';
import { startableRuns } from './run-queue';

/** The runs that are not over, of all the processes that share a store. */
export class SharedQueue {
  readonly #store: Store;
  readonly #spoolFolder: string;
  readonly #onChange: (runId: string) => void;

  /**
   * @param spoolFolder where processes keep what the store refuses
   * @param onChange called with a run that this process changed in the store
   */
  constructor(store: Store, spoolFolder: string, onChange: (runId: string) => void) {
    this.#store = store;
    this.#spoolFolder = spoolFolder;
    this.#onChange = onChange;
  }

  /** Interrupts runs whose process is gone: they can never end by themselves. */
  interruptOrphans(): void {
    const { reader, writer } = this.#store;
    // Looked at before the spools: one that dies between the two must not be interrupted without what it has spooled.
    const gone = new Set(
      ofThisMachine(reader.open())
        .map(({ owner }) => owner)
        .filter((owner) => !isAlive(owner)),
    );
    // First: once a run is interrupted it can go on, and what it had measured before must not come after that.
    mergeLeftSpools(this.#spoolFolder, writer, isLeftSpool);
    if (gone.size === 0) return;
    for (const id of writer.atomically(() => this.#interruptThoseOf(gone))) this.#onChange(id);
  }

  /** Looks again, under the write lock: another process may have been faster, and somebody have continued the run there. */
  #interruptThoseOf(gone: ReadonlySet<string>): readonly string[] {
    const { reader, writer } = this.#store;
    const orphans = reader.open().filter(({ owner }) => gone.has(owner));
    for (const { id } of orphans) {
      const reason = 'The process that ran it ended without finishing it; it can be continued.';
      // When it ended nobody saw; the time until somebody looked is none of its own.
      writer.change(id, { status: 'interrupted', reason, ended: reader.lastSign(id) ?? Date.now() });
    }
    return orphans.map(({ id }) => id);
  }

  /** Takes the devices of those runs that are ours and may start, so that no other process can take them too. */
  claim(isOurs: (runId: string) => boolean): readonly string[] {
    const { reader, writer } = this.#store;
    this.interruptOrphans();
    return writer.atomically(() => {
      const startable = startableRuns(ofThisMachine(reader.open())).filter(isOurs);
      for (const id of startable) writer.change(id, { status: 'preparing' });
      return startable;
    });
  }
}

/** A run that trains on a cluster needs no process and no device here. */
function ofThisMachine(runs: readonly OpenRun[]): readonly OpenRun[] {
  return runs.filter((run) => !isOnCluster(run));
}
