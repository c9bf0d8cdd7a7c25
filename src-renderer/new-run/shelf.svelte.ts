import { sentenceOf } from '../../src-shared/errors';
import type { DatasetId } from '../../src-shared/experiment/data';
import type { DatasetInfo } from '../../src-shared/protocol/api';
import type { CoreEvent } from '../../src-shared/protocol/core-event';
import type { TaskProgress } from '../../src-shared/tasks';
import type { Link } from '../link/link.svelte';

/** The data sets, and the fetching of those that are not on this machine yet. */
export class DatasetShelf {
  readonly #link: Link;
  #all: readonly DatasetInfo[] = $state.raw([]);
  #tasks: Readonly<Record<string, TaskProgress>> = $state.raw({});
  #taskOf: Readonly<Partial<Record<DatasetId, string>>> = $state.raw({});
  #trouble: Readonly<Partial<Record<DatasetId, string>>> = $state.raw({});

  constructor(link: Link) {
    this.#link = link;
    link.onEvent((event) => this.#apply(event));
  }

  get all(): readonly DatasetInfo[] {
    return this.#all;
  }

  get(id: string): DatasetInfo | undefined {
    return this.#all.find((dataset) => dataset.id === id);
  }

  /** The fetching of a data set that was started here, as far as it is. */
  progress(id: DatasetId): TaskProgress | undefined {
    return this.#tasks[this.#taskOf[id] ?? ''];
  }

  /** Whether the fetching was started here, so that it can be ended here. */
  canCancel(id: DatasetId): boolean {
    return this.#taskOf[id] !== undefined;
  }

  /** Why the data set could not be fetched; empty where nothing is wrong. */
  trouble(id: DatasetId): string {
    const task = this.progress(id);
    return this.#trouble[id] ?? (task?.state === 'failed' ? (task.message ?? 'Fetching failed.') : '');
  }

  async load(): Promise<void> {
    this.#all = await this.#link.api.datasets();
  }

  async fetch(id: DatasetId): Promise<void> {
    this.#trouble = { ...this.#trouble, [id]: undefined };
    try {
      const { taskId } = await this.#link.api.fetchDataset(id);
      this.#taskOf = { ...this.#taskOf, [id]: taskId };
      await this.load();
    } catch (error) {
      this.#trouble = { ...this.#trouble, [id]: sentenceOf(error, 'Fetching the data set') };
    }
  }

  async cancel(id: DatasetId): Promise<void> {
    const taskId = this.#taskOf[id];
    if (!taskId) return;
    try {
      await this.#link.api.cancelTask(taskId);
    } catch (error) {
      this.#trouble = { ...this.#trouble, [id]: sentenceOf(error, 'Cancelling') };
    }
  }

  #apply(event: CoreEvent): void {
    if (event.type !== 'task') return;
    this.#tasks = { ...this.#tasks, [event.task.id]: event.task };
    // A data set's state changes with its task; what cannot be read now is read at the next event or connection.
    if (event.task.state !== 'going') this.load().catch(() => undefined);
  }
}
