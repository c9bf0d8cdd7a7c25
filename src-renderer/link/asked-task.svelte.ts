import { ParasampleError, sentenceOf } from '../../src-shared/errors';
import type { Api } from '../../src-shared/protocol/api';
import type { Link } from './link.svelte';

/** What it takes to follow work and to end it. */
interface TaskLink extends Pick<Link, 'onEvent'> {
  readonly api: Pick<Api, 'cancelTask'>;
}

/** Long work that the core was asked for: how far it is, and what came of it. */
export class AskedTask<Result> {
  readonly #link: TaskLink;
  #isGoing = $state(false);
  #trouble = $state('');
  #wouldReplace = $state(false);
  #items: { readonly done: number; readonly total: number } | undefined = $state.raw();
  #result: Result | undefined = $state.raw();
  #taskId: string | undefined = $state();

  constructor(link: TaskLink) {
    this.#link = link;
  }

  get isGoing(): boolean {
    return this.#isGoing;
  }

  /** Why it did not come about; empty where nothing is wrong. */
  get trouble(): string {
    return this.#trouble;
  }

  /** Whether the trouble is only that a file is in the way, which the person may agree to lose. */
  get wouldReplace(): boolean {
    return this.#wouldReplace;
  }

  /** Items done, of so many, once that is known. */
  get items(): { readonly done: number; readonly total: number } | undefined {
    return this.#items;
  }

  get result(): Result | undefined {
    return this.#result;
  }

  get canCancel(): boolean {
    return this.#taskId !== undefined;
  }

  async cancel(): Promise<void> {
    if (this.#taskId === undefined) return;
    // It may have ended in this very moment.
    await this.#link.api.cancelTask(this.#taskId).catch(() => undefined);
  }

  /**
   * Asks for it, and resolves once it is over.
   * @param title of the task that tells how far it is
   * @param doing what it is, where an error says nothing to a person: "The prediction"
   */
  async ask(title: string, doing: string, work: () => Promise<Result>): Promise<void> {
    this.#isGoing = true;
    this.#trouble = '';
    this.#wouldReplace = false;
    this.#items = undefined;
    this.#result = undefined;
    const unfollow = this.#follow(title);
    try {
      this.#result = await work();
    } catch (error) {
      this.#trouble = sentenceOf(error, doing);
      this.#wouldReplace = error instanceof ParasampleError && error.kind === 'would-replace';
    }
    unfollow();
    this.#isGoing = false;
    this.#taskId = undefined;
  }

  #follow(title: string): () => void {
    return this.#link.onEvent((event) => {
      if (event.type !== 'task' || event.task.title !== title || event.task.state !== 'going') return;
      this.#taskId = event.task.id;
      if (event.task.items) this.#items = event.task.items;
    });
  }
}
