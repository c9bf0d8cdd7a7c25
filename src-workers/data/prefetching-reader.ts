import { Worker } from 'node:worker_threads';
import { BatchReader } from './batch-reader';
import { type ImageItems, ImageSource } from './image-source';
import { asked, countAt, done, epochAt, type PrefetchSlots, setsAt, shareSlots } from './prefetch-slots';
import type { ReadingTask } from './reading-thread';
import type { Batch, BatchRequest, ItemReader } from './run-data';

/** A batch that has not come by then is filled here: a thread that died must not stop a run. */
const patienceMs = 2000;

/** Has a thread of its own fill the next batch while this one computes. */
export class PrefetchingReader implements ItemReader {
  readonly #inline: BatchReader;
  readonly #slots: PrefetchSlots;
  readonly #thread: Worker;
  #request = 0;
  /** What the request in flight is for. */
  #ahead: BatchRequest | undefined;
  #isAlive = true;

  /** @param threadFile the built reading-thread.ts */
  constructor(
    imageItems: ImageItems,
    readonly items: number,
    threadFile: string,
  ) {
    const source = new ImageSource(imageItems);
    this.#inline = new BatchReader(source, items);
    this.#slots = shareSlots(items, source);
    const task: ReadingTask = { items: imageItems, slots: this.#slots };
    this.#thread = new Worker(threadFile, { workerData: task });
    this.#thread.on('error', () => {
      this.#isAlive = false;
    });
    this.#thread.unref();
  }

  prefetch({ indices, epoch, views }: BatchRequest): void {
    if (!this.#isAlive || this.#ahead) return;
    const { control } = this.#slots;
    this.#ahead = { indices: indices.slice(), epoch, views };
    this.#slots.indices.set(indices);
    this.#slots.views.set(views);
    control[countAt] = indices.length;
    control[epochAt] = epoch;
    control[setsAt] = views.length;
    this.#request += 1;
    Atomics.store(control, asked, this.#request);
    Atomics.notify(control, asked);
  }

  read(request: BatchRequest): Batch {
    const ahead = this.#ahead;
    this.#ahead = undefined;
    const isReady = ahead !== undefined && this.#awaitRequest();
    const isRight = ahead !== undefined && isSameRequest(ahead, request);
    return isReady && isRight ? this.#slots.batches[this.#request % 2] : this.#inline.read(request);
  }

  close(): void {
    this.#isAlive = false;
    void this.#thread.terminate();
  }

  #awaitRequest(): boolean {
    const { control } = this.#slots;
    if (!this.#isAlive) return false;
    if (Atomics.load(control, done) !== this.#request)
      Atomics.wait(control, done, this.#request - 1, patienceMs);
    this.#isAlive = Atomics.load(control, done) === this.#request;
    return this.#isAlive;
  }
}

function isSameRequest(some: BatchRequest, other: BatchRequest): boolean {
  return some.epoch === other.epoch && isSame(some.views, other.views) && isSame(some.indices, other.indices);
}

function isSame(some: ArrayLike<number>, others: ArrayLike<number>): boolean {
  if (some.length !== others.length) return false;
  for (let position = 0; position < some.length; position += 1)
    if (some[position] !== others[position]) return false;
  return true;
}
