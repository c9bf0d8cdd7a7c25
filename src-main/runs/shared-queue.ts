import type { Store } from '../store/store';
import { isAlive } from './owner-process';
import { startableRuns } from './run-queue';

/** The runs that are not over, of all the processes that share a store. */
export class SharedQueue {
  /** @param onChange called with a run that this process changed in the store */
  constructor(
    private readonly store: Store,
    private readonly onChange: (runId: string) => void,
  ) {}

  /** Interrupts runs whose process is gone: they can never end by themselves. */
  interruptOrphans(): void {
    const { reader, writer } = this.store;
    const orphans = reader.open().filter(({ owner }) => !isAlive(owner));
    for (const { id } of orphans) {
      const reason = 'The process that ran it ended without finishing it; it can be continued.';
      writer.change(id, { status: 'interrupted', reason, ended: Date.now() });
      this.onChange(id);
    }
  }

  /** Takes the devices of those runs that are ours and may start, so that no other process can take them too. */
  claim(isOurs: (runId: string) => boolean): readonly string[] {
    const { reader, writer } = this.store;
    this.interruptOrphans();
    return writer.atomically(() => {
      const startable = startableRuns(reader.open()).filter(isOurs);
      for (const id of startable) writer.change(id, { status: 'preparing' });
      return startable;
    });
  }
}
