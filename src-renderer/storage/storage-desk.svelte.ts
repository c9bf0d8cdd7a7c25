import { sentenceOf } from '../../src-shared/errors';
import type { CoreEvent } from '../../src-shared/protocol/core-event';
import type { StorageReport, StoreHealth } from '../../src-shared/storage';
import { type TaskProgress, taskTitles } from '../../src-shared/tasks';
import type { Link } from '../link/link.svelte';

export type StorageWork = 'check' | 'backup' | 'restore';

/** How the last work on the database ended. */
export interface StorageOutcome {
  readonly kind: 'info' | 'error';
  readonly text: string;
}

/** The database as this window knows it: whether it takes writes, its backups, and work on them. */
export class StorageDesk {
  readonly #link: Link;
  #report: StorageReport | undefined = $state.raw();
  #health: StoreHealth = $state.raw({ state: 'fine' });
  #hasRecovered: boolean = $state(false);
  #doing: StorageWork | undefined = $state();
  #task: TaskProgress | undefined = $state.raw();
  #outcome: StorageOutcome | undefined = $state.raw();

  constructor(link: Link) {
    this.#link = link;
    link.onEvent((event) => this.#apply(event));
  }

  get report(): StorageReport | undefined {
    return this.#report;
  }

  get health(): StoreHealth {
    return this.#health;
  }

  /** Whether it takes writes again after it had refused them, and nobody has said that he knows. */
  get hasRecovered(): boolean {
    return this.#hasRecovered;
  }

  get doing(): StorageWork | undefined {
    return this.#doing;
  }

  /** How far the work is, where it says so. */
  get task(): TaskProgress | undefined {
    return this.#task;
  }

  get outcome(): StorageOutcome | undefined {
    return this.#outcome;
  }

  async load(): Promise<void> {
    this.#report = await this.#link.api.storage();
    this.#health = this.#report.health;
  }

  dismissRecovery(): void {
    this.#hasRecovered = false;
  }

  check(): Promise<void> {
    return this.#do('check', async () => {
      const { problems } = await this.#link.api.checkStore();
      if (problems.length === 0) return { kind: 'info', text: 'The database is sound.' };
      return { kind: 'error', text: `The database is damaged: ${problems.join('; ')}.` };
    });
  }

  backUp(): Promise<void> {
    return this.#do('backup', async () => {
      const { file } = await this.#link.api.backUpStore();
      return { kind: 'info', text: `The backup is written: ${file}` };
    });
  }

  /** The window starts anew where that succeeds: nothing it has read is of the restored database. */
  restore(name: string): Promise<void> {
    return this.#do('restore', async () => {
      const { replaced } = await this.#link.api.restoreStore(name);
      return { kind: 'info', text: `The backup is restored; what it replaced is kept as ${replaced}.` };
    });
  }

  async cancel(): Promise<void> {
    if (!this.#task) return;
    // It may have ended in this very moment.
    await this.#link.api.cancelTask(this.#task.id).catch(() => undefined);
  }

  async #do(doing: StorageWork, work: () => Promise<StorageOutcome>): Promise<void> {
    this.#doing = doing;
    this.#outcome = undefined;
    try {
      this.#outcome = await work();
      await this.load();
    } catch (error) {
      this.#outcome = { kind: 'error', text: sentenceOf(error, 'Working on the database') };
    } finally {
      this.#doing = undefined;
      this.#task = undefined;
    }
  }

  #apply(event: CoreEvent): void {
    if (event.type === 'storage') {
      this.#hasRecovered = this.#health.state === 'refuses' && event.health.state === 'fine';
      this.#health = event.health;
    }
    // Another window's backup: what is shown stays where it cannot be read now.
    if (event.type === 'kept' && event.what === 'backups' && this.#report && !this.#doing)
      void this.load().catch(() => undefined);
    if (event.type === 'task' && isOurs(event.task.title))
      this.#task = event.task.state === 'going' ? event.task : undefined;
  }
}

function isOurs(title: string): boolean {
  return title === taskTitles.backUpStore || title === taskTitles.restoreStore;
}
