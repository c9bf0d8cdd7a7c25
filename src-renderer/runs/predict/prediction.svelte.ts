import type { Api } from '../../../src-shared/api';
import { sentenceOf } from '../../../src-shared/errors';
import type { PosteriorResult } from '../../../src-shared/posterior-work';
import { taskTitles } from '../../../src-shared/tasks';
import type { Link } from '../../link/link.svelte';

/** What a prediction needs of the connection to the core. */
export interface PredictionLink extends Pick<Link, 'onEvent'> {
  readonly api: Pick<Api, 'predict' | 'cancelTask'>;
}

/** One prediction with a run's posterior: how far it is, and what came of it. */
export class Prediction {
  readonly #link: PredictionLink;
  #isGoing = $state(false);
  #trouble = $state('');
  #items: { readonly done: number; readonly total: number } | undefined = $state.raw();
  #result: (PosteriorResult & { readonly out: string }) | undefined = $state.raw();
  #taskId: string | undefined = $state();

  constructor(
    link: PredictionLink,
    readonly runId: string,
  ) {
    this.#link = link;
  }

  get isGoing(): boolean {
    return this.#isGoing;
  }

  /** Why it did not come about; empty where nothing is wrong. */
  get trouble(): string {
    return this.#trouble;
  }

  /** Items done, of so many, once that is known. */
  get items(): { readonly done: number; readonly total: number } | undefined {
    return this.#items;
  }

  get result(): (PosteriorResult & { readonly out: string }) | undefined {
    return this.#result;
  }

  get canCancel(): boolean {
    return this.#taskId !== undefined;
  }

  /** @param samples weight samples; empty for as many as the run trained with */
  async start(input: string, out: string, samples: string): Promise<void> {
    this.#isGoing = true;
    this.#trouble = '';
    this.#items = undefined;
    this.#result = undefined;
    const unfollow = this.#follow();
    try {
      const wanted = samples.trim() === '' ? {} : { samples: Number(samples) };
      const result = await this.#link.api.predict(this.runId, { input, out, ...wanted });
      this.#result = { ...result, out };
    } catch (error) {
      this.#trouble = sentenceOf(error, 'The prediction');
    }
    unfollow();
    this.#isGoing = false;
    this.#taskId = undefined;
  }

  async cancel(): Promise<void> {
    if (this.#taskId === undefined) return;
    // It may have ended in this very moment.
    await this.#link.api.cancelTask(this.#taskId).catch(() => undefined);
  }

  #follow(): () => void {
    const title = taskTitles.predict(this.runId);
    return this.#link.onEvent((event) => {
      if (event.type !== 'task' || event.task.title !== title || event.task.state !== 'going') return;
      this.#taskId = event.task.id;
      if (event.task.items) this.#items = event.task.items;
    });
  }
}
