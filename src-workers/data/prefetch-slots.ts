import type { ItemSource } from './batch-reader';
import type { Batch } from './run-data';

/** What a batch holds of an item. */
type ItemRoom = Pick<ItemSource, 'inputSize' | 'targetSize' | 'targetType'>;

/**
 * Memory of a training thread and its reading thread: two batches, one being trained on while the other is filled,
 * and what the training thread asks for next. Requests count from 1; request n goes to batch n % 2.
 */
export interface PrefetchSlots {
  /** [asked, done, epoch, number of indices, number of sets] */
  readonly control: Int32Array;
  readonly indices: Uint32Array;
  /** One for each set. */
  readonly views: Uint32Array;
  readonly batches: readonly [Batch, Batch];
}

export const asked = 0;
export const done = 1;
export const epochAt = 2;
export const countAt = 3;
export const setsAt = 4;

export function shareSlots(items: number, room: ItemRoom): PrefetchSlots {
  return {
    control: new Int32Array(new SharedArrayBuffer(20)),
    indices: new Uint32Array(new SharedArrayBuffer(items * 4)),
    // As many sets as items at most.
    views: new Uint32Array(new SharedArrayBuffer(items * 4)),
    batches: [sharedBatch(items, room), sharedBatch(items, room)],
  };
}

function sharedBatch(items: number, { inputSize, targetSize, targetType }: ItemRoom): Batch {
  const targets = new SharedArrayBuffer(items * targetSize * 4);
  return {
    inputs: new Float32Array(new SharedArrayBuffer(items * inputSize * 4)),
    targets: targetType === 'label' ? new Int32Array(targets) : new Float32Array(targets),
  };
}

/** The same bytes in memory that threads can share. */
export function shared(bytes: Uint8Array): Uint8Array {
  if (bytes.buffer instanceof SharedArrayBuffer) return bytes;
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
  copy.set(bytes);
  return copy;
}
