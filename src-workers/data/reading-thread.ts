import { workerData } from 'node:worker_threads';
import { fillBatch } from './batch-reader';
import { type ImageItems, ImageSource } from './image-source';
import { asked, countAt, done, epochAt, type PrefetchSlots, setsAt } from './prefetch-slots';

/** A thread that fills batches while the training thread computes. It ends when it is terminated. */

export interface ReadingTask {
  readonly items: ImageItems;
  readonly slots: PrefetchSlots;
}

const { items, slots }: ReadingTask = workerData;
const { control, indices, views, batches } = slots;
const source = new ImageSource(items);

for (let request = 1; ; request += 1) {
  while (Atomics.load(control, asked) < request) Atomics.wait(control, asked, request - 1);
  fillBatch(source, batches[request % 2], {
    indices: indices.subarray(0, control[countAt]),
    epoch: control[epochAt],
    views: views.subarray(0, control[setsAt]),
  });
  Atomics.store(control, done, request);
  Atomics.notify(control, done);
}
