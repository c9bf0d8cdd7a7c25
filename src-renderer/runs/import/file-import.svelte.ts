import { sentenceOf } from '../../../src-shared/errors';
import type { Experiment } from '../../../src-shared/experiment/experiment';
import type { Importable } from '../../../src-shared/formats/importable';
import { type TaskProgress, taskTitles } from '../../../src-shared/tasks';
import type { Link } from '../../link/link.svelte';

/** A file on the app's machine on its way in: what it is, how far it is, and what became of it. */
export class FileImport {
  readonly #link: Link;
  #file = '';
  #found: Importable | undefined = $state.raw();
  #isBusy: boolean = $state(false);
  #task: TaskProgress | undefined = $state.raw();
  #trouble: string = $state('');

  constructor(link: Link) {
    this.#link = link;
  }

  /** What the file is that was looked at last; undefined before that. */
  get found(): Importable | undefined {
    return this.#found;
  }

  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** How far the import is, once it has told. */
  get task(): TaskProgress | undefined {
    return this.#task;
  }

  /** Why the last file could not be read or imported; empty where it could. */
  get trouble(): string {
    return this.#trouble;
  }

  /** Asks what a file is. */
  async look(file: string): Promise<void> {
    this.forget();
    this.#file = file;
    await this.#busyWith('Looking at the file', async () => {
      this.#found = await this.#link.api.inspectImport(file);
    });
  }

  /** Another file is meant now. */
  forget(): void {
    this.#found = undefined;
    this.#trouble = '';
  }

  /** Stores what is in the file as a run and returns its id; undefined, with the reason kept, where that cannot be. */
  async takeRun(experiment: Experiment | undefined): Promise<string | undefined> {
    let runId: string | undefined;
    const { api } = this.#link;
    const areWeights = this.#found?.kind === 'state-dict';
    const unfollow = this.#follow();
    await this.#busyWith('Importing the run', async () => {
      const take = areWeights ? api.importPosterior : api.importRun;
      ({ runId } = await take(this.#file, experiment));
    });
    unfollow();
    return runId;
  }

  async cancel(): Promise<void> {
    // It may be done meanwhile.
    if (this.#task) await this.#link.api.cancelTask(this.#task.id).catch(() => undefined);
  }

  async #busyWith(doing: string, work: () => Promise<void>): Promise<void> {
    this.#isBusy = true;
    this.#trouble = '';
    try {
      await work();
    } catch (error) {
      this.#trouble = sentenceOf(error, doing);
    }
    this.#isBusy = false;
    this.#task = undefined;
  }

  #follow(): () => void {
    const title = taskTitles.importRun(this.#file);
    return this.#link.onEvent((event) => {
      if (event.type === 'task' && event.task.title === title && event.task.state === 'going')
        this.#task = event.task;
    });
  }
}
