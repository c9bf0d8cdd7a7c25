import { join } from 'node:path';
import { isOnCluster, takesDevicesHere } from '../../processes/cluster-owner';
import { isAlive } from '../../processes/owner-process';
import { mergeLeftSpools } from '../../store/left-spools';
import type { Store } from '../../store/store';
import { isLeftSpool } from '../spool-name';
import { startableRuns } from './run-queue';

/** The runs that are not over, of all the processes that share a store. */
export class SharedQueue {
  readonly #store: Store;
  readonly #home: string;
  readonly #onChange: (runId: string) => void;

  /**
   * @param home of the runs, where processes keep what the store refuses
   * @param onChange called with a run that this process changed in the store
   */
  constructor(store: Store, home: string, onChange: (runId: string) => void) {
    this.#store = store;
    this.#home = home;
    this.#onChange = onChange;
  }

  /** Interrupts runs whose process is gone: they can never end by themselves. */
  interruptOrphans(): void {
    const { reader, writer } = this.#store;
    // Looked at before the spools: one that dies between the two must not be interrupted without what it has spooled.
    const gone = new Set(
      // A run that trains on a cluster goes on without any process.
      reader
        .open()
        .filter((run) => !isOnCluster(run))
        .map(({ owner }) => owner)
        .filter((owner) => !isAlive(owner, this.#home)),
    );
    // First: once a run is interrupted it can go on, and what it had measured before must not come after that.
    mergeLeftSpools(join(this.#home, 'spool'), writer, (name) => isLeftSpool(name, this.#home));
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

  /**
   * Takes the devices of those runs that are ours and may start, so that no other process can take them too.
   * @param owner mark of this process: a run that another one continued is not ours any more
   */
  claim(owner: string, isOurs: (runId: string) => boolean): readonly string[] {
    const { reader, writer } = this.#store;
    this.interruptOrphans();
    return writer.atomically(() => {
      const open = reader.open().filter(takesDevicesHere);
      const own = new Set(open.flatMap((run) => (run.owner === owner && isOurs(run.id) ? [run.id] : [])));
      const startable = startableRuns(open).filter((id) => own.has(id));
      for (const id of startable) writer.change(id, { status: 'preparing' });
      return startable;
    });
  }
}
