import { randomUUID } from 'node:crypto';
import { BadInputError, FailedError, sentenceOf } from '../../src-shared/errors';
import type { TaskProgress } from '../../src-shared/tasks';

/** What a task gets to do its work. */
export interface TaskControls {
  readonly signal: AbortSignal;
  /** Sizes in MB (10^6 bytes). */
  readonly onProgress: (doneMB: number, totalMB?: number) => void;
  /** What is done now, where the work has several steps. */
  readonly onStep: (step: string) => void;
  /** Where the work counts items (pictures, rows, parts of a file) instead. */
  readonly onItems: (done: number, total: number) => void;
}

interface Task {
  readonly key: string;
  readonly controller: AbortController;
  readonly done: Promise<void>;
}

/** Between two reports of one task's progress, in milliseconds. */
const reportEveryMs = 200;

/** Long work that is no run. Every change of a task's state is reported; its progress now and then. */
export class Tasks {
  readonly #going = new Map<string, Task>();
  readonly #onChange: (task: TaskProgress) => void;

  constructor(onChange: (task: TaskProgress) => void) {
    this.#onChange = onChange;
  }

  /** Starts work under a new id. Throws BadInputError where work with the same key is going on. */
  start(key: string, title: string, work: (controls: TaskControls) => Promise<void>): string {
    if (this.isGoing(key))
      throw new BadInputError(`${title} is going on already; wait for it, or cancel it.`);
    const id = randomUUID();
    const controller = new AbortController();
    const report = this.#reporter(id, title);
    report({ state: 'going' });
    let lastReport = -Infinity;
    const reportNowAndThen = (change: Partial<TaskProgress>) => {
      if (performance.now() - lastReport < reportEveryMs) return;
      lastReport = performance.now();
      report({ state: 'going', ...change });
    };
    const onProgress = (doneMB: number, totalMB?: number) =>
      reportNowAndThen({ doneMB, ...(totalMB === undefined ? {} : { totalMB }) });
    const onItems = (done: number, total: number) => reportNowAndThen({ items: { done, total } });
    const onStep = (step: string) => report({ state: 'going', step });
    const done = work({ signal: controller.signal, onProgress, onStep, onItems })
      .then(() => ({ state: 'done' }) as const)
      .catch((error: unknown) => endOf(error, title, controller.signal))
      .then((end) => {
        // First: whoever hears of the end may ask at once whether it still goes on.
        this.#going.delete(id);
        report(end);
      });
    this.#going.set(id, { key, controller, done });
    return id;
  }

  /**
   * Starts work, which views can follow and cancel, and waits for what comes of it. Throws what the work throws, and
   * FailedError where it was cancelled.
   */
  wait<Result>(
    key: string,
    title: string,
    work: (controls: TaskControls) => Promise<Result>,
  ): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.start(key, title, async (controls) => {
        try {
          resolve(await work(controls));
        } catch (error) {
          reject(controls.signal.aborted ? new FailedError(`${title} was cancelled.`) : error);
          throw error;
        }
      });
    });
  }

  isGoing(key: string): boolean {
    return [...this.#going.values()].some((task) => task.key === key);
  }

  /** Throws BadInputError where no such task is going on. */
  cancel(id: string): void {
    const task = this.#going.get(id);
    if (!task) throw new BadInputError('This task is not going on any more; there is nothing to cancel.');
    task.controller.abort();
  }

  /** Cancels all and waits until they have ended. */
  async close(): Promise<void> {
    const tasks = [...this.#going.values()];
    for (const { controller } of tasks) controller.abort();
    await Promise.all(tasks.map(({ done }) => done));
  }

  /** Reports a change together with the sizes last known. */
  #reporter(id: string, title: string): (change: Partial<TaskProgress>) => void {
    let task: TaskProgress = { id, title, state: 'going', doneMB: 0 };
    return (change) => {
      task = { ...task, ...change };
      this.#onChange(task);
    };
  }
}

function endOf(error: unknown, title: string, signal: AbortSignal): Pick<TaskProgress, 'state' | 'message'> {
  return signal.aborted ? { state: 'cancelled' } : { state: 'failed', message: sentenceOf(error, title) };
}
