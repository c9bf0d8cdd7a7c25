import { sentenceOf } from '../../src-shared/errors';
import type { RuntimeState } from '../../src-shared/protocol/api';
import type { CoreEvent } from '../../src-shared/protocol/core-event';
import { runtimeTaskTitle, type TaskProgress } from '../../src-shared/tasks';
import type { Link } from '../link/link.svelte';

/** The TensorFlow runtime as the window sees it: there, to be had, or on its way. */
export class RuntimeInstallation {
  readonly #link: Link;
  readonly #onInstalled: () => void;
  #state: RuntimeState | undefined = $state.raw();
  #task: TaskProgress | undefined = $state.raw();
  #refusal: string = $state('');

  /** @param onInstalled called when an installation has ended well: the engine is another one now */
  constructor(link: Link, onInstalled: () => void) {
    this.#link = link;
    this.#onInstalled = onInstalled;
    link.onEvent((event) => this.#apply(event));
  }

  get state(): RuntimeState | undefined {
    return this.#state;
  }

  /** The installation that goes on, whoever started it. */
  get going(): TaskProgress | undefined {
    return this.#task?.state === 'going' ? this.#task : undefined;
  }

  /** Why it was not installed; empty where nothing is wrong. */
  get trouble(): string {
    if (this.#refusal !== '') return this.#refusal;
    return this.#task?.state === 'failed' ? (this.#task.message ?? 'The installation failed.') : '';
  }

  async load(): Promise<void> {
    this.#state = await this.#link.api.runtime();
  }

  async install(): Promise<void> {
    await this.#ask(() => this.#link.api.installRuntime(), 'Installing TensorFlow');
  }

  async cancel(): Promise<void> {
    const id = this.going?.id;
    if (id !== undefined) await this.#ask(() => this.#link.api.cancelTask(id), 'Cancelling');
  }

  async #ask(call: () => Promise<unknown>, doing: string): Promise<void> {
    this.#refusal = '';
    try {
      await call();
    } catch (error) {
      this.#refusal = sentenceOf(error, doing);
    }
  }

  #apply(event: CoreEvent): void {
    if (event.type !== 'task' || event.task.title !== runtimeTaskTitle) return;
    this.#task = event.task;
    if (event.task.state !== 'done') return;
    // What cannot be read now is read at the next connection.
    this.load().catch(() => undefined);
    this.#onInstalled();
  }
}
