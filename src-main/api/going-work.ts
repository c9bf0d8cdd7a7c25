import { sentenceOf } from '../../src-shared/errors';
import type { Core } from './core';

/** What goes on or waits in this process: runs, studies, and long tasks such as fetching data. */
export class GoingWork {
  readonly #tasks = new Map<string, string>();
  readonly #core: Pick<Core, 'api' | 'subscribe'>;

  constructor(core: Pick<Core, 'api' | 'subscribe'>) {
    this.#core = core;

    core.subscribe((event) => {
      if (event.type !== 'task') return;
      if (event.task.state === 'going') this.#tasks.set(event.task.id, event.task.title);
      else this.#tasks.delete(event.task.id);
    });
  }

  /** In words, as a question lists them. Where they cannot be read, that: a window whose question fails could not be closed. */
  async names(): Promise<readonly string[]> {
    return [...(await this.#kept()), ...this.#tasks.values()];
  }

  /** Asks every run to save itself and end; what waits does not begin. Resolves once all are asked. */
  async stop(): Promise<void> {
    const { api } = this.#core;
    for (const { id } of await this.#goingStudies()) await api.stopStudy(id);
    const runs = await this.#ownRuns();
    const waitingFirst = [...runs].sort(
      (a, b) => Number(b.state === 'waiting') - Number(a.state === 'waiting'),
    );
    for (const { runId } of waitingFirst) {
      // It may have ended meanwhile.
      await api.stop(runId).catch(() => undefined);
    }
    for (const id of this.#tasks.keys()) await api.cancelTask(id).catch(() => undefined);
  }

  /** Calls the listener whenever something may have ended. */
  onChange(listener: () => void): void {
    this.#core.subscribe(({ type }) => {
      if (type === 'run' || type === 'study' || type === 'task') listener();
    });
  }

  async #kept(): Promise<readonly string[]> {
    try {
      const runs = (await this.#ownRuns()).map(({ name }) => name);
      const studies = (await this.#goingStudies()).map(({ name }) => `Study ${name}`);
      return [...studies, ...runs];
    } catch (error) {
      return [`Unknown runs and studies: ${sentenceOf(error, 'Reading them')}`];
    }
  }

  async #ownRuns() {
    const { entries } = await this.#core.api.queue();
    return entries.filter(({ own }) => own);
  }

  async #goingStudies() {
    const studies = await this.#core.api.studies();
    return studies.filter(({ state }) => state === 'running' || state === 'stopping');
  }
}
