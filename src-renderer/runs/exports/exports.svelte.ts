import { sentenceOf } from '../../../src-shared/errors';
import type { ExportFormat } from '../../../src-shared/posterior/posterior-work';
import type { RunExportFormat } from '../../../src-shared/runs/run-export-formats';
import { type TaskProgress, taskTitles } from '../../../src-shared/tasks';
import type { Link } from '../../link/link.svelte';

/** Exports of one run: what is being written, how far it is, and what has been written. */
export class RunExports {
  readonly #link: Link;
  readonly #runId: string;
  #isBusy: boolean = $state(false);
  #task: TaskProgress | undefined = $state.raw();
  #files: readonly string[] = $state.raw([]);
  #trouble: string = $state('');

  constructor(link: Link, runId: string) {
    this.#link = link;
    this.#runId = runId;
  }

  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** How far it is; undefined while nothing is written, or before it has told. */
  get task(): TaskProgress | undefined {
    return this.#task;
  }

  /** Where the last export lies. */
  get files(): readonly string[] {
    return this.#files;
  }

  /** Why the last export failed; empty where it did not. */
  get trouble(): string {
    return this.#trouble;
  }

  /** Follows the tasks that write files. Returns the function that ends it. */
  follow(): () => void {
    const titles = [taskTitles.exportPosterior(this.#runId), taskTitles.exportRun(this.#runId)];
    return this.#link.onEvent((event) => {
      if (event.type !== 'task' || !titles.includes(event.task.title)) return;
      this.#task = event.task.state === 'going' ? event.task : undefined;
    });
  }

  posterior(format: ExportFormat): Promise<void> {
    return this.#write('Exporting the posterior', () =>
      this.#link.api.exportPosterior(this.#runId, undefined, format),
    );
  }

  run(format: RunExportFormat): Promise<void> {
    return this.#write('Exporting the run', () => this.#link.api.exportRun(this.#runId, format));
  }

  /** The report as a page and as PDF; only where the shell prints. */
  printedReport(): Promise<void> {
    return this.#write('Printing the report', () => this.#link.api.printReport(this.#runId));
  }

  async cancel(): Promise<void> {
    const { task } = this;
    // It may be done meanwhile.
    if (task) await this.#link.api.cancelTask(task.id).catch(() => undefined);
  }

  async #write(doing: string, write: () => Promise<{ readonly files: readonly string[] }>): Promise<void> {
    this.#isBusy = true;
    this.#trouble = '';
    this.#files = [];
    try {
      this.#files = (await write()).files;
    } catch (error) {
      this.#trouble = sentenceOf(error, doing);
    }
    this.#isBusy = false;
  }
}
