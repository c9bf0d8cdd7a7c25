import type { Batch, BatchRequest, ItemReader } from './run-data';

/** Of the random looks of an item, the view of an epoch. */
export interface Look {
  readonly epoch: number;
  readonly view: number;
}

const plainLook: Look = { epoch: 0, view: 0 };

/** Writes single items into batches. Offsets count numbers, not items. */
export interface ItemSource {
  /** Numbers of one item's input. */
  readonly inputSize: number;
  /** Numbers of one item's target; 1 for the label of a whole item. */
  readonly targetSize: number;
  readonly targetType: 'label' | 'value';
  /** @param look which random look of the item, where it has any */
  writeInput(item: number, look: Look, to: Float32Array, offset: number): void;
  /** @param look that of the inputs, which class maps are seen in too */
  writeTarget(item: number, to: Int32Array | Float32Array, offset: number, look: Look): void;
}

/** Fills batches of a fixed size where it is asked to. */
export class BatchReader implements ItemReader {
  readonly #batch: Batch;

  constructor(
    readonly source: ItemSource,
    readonly items: number,
  ) {
    this.#batch = {
      inputs: new Float32Array(items * source.inputSize),
      targets: targetBuffer(source, items),
    };
  }

  prefetch(): void {
    // Gathering numbers takes microseconds: nothing to gain in the background.
  }

  read(request: BatchRequest): Batch {
    fillBatch(this.source, this.#batch, request);
    return this.#batch;
  }
}

/** Room for the targets of so many items. */
export function targetBuffer(
  { targetType, targetSize }: ItemSource,
  items: number,
): Int32Array | Float32Array {
  return targetType === 'label' ? new Int32Array(items * targetSize) : new Float32Array(items * targetSize);
}

/** Fills a batch; where there are fewer indices than it holds, the rest repeats the first of them. */
export function fillBatch(
  source: ItemSource,
  batch: Batch,
  { indices, epoch, views }: Pick<BatchRequest, 'indices' | 'epoch'> & { readonly views: ArrayLike<number> },
): void {
  const items = batch.inputs.length / source.inputSize;
  const setItems = indices.length / views.length;
  for (let position = 0; position < items; position += 1) {
    const place = position < indices.length ? position : 0;
    const item = indices[place];
    const look = { epoch, view: views[Math.floor(place / setItems)] };
    source.writeInput(item, look, batch.inputs, position * source.inputSize);
    source.writeTarget(item, batch.targets, position * source.targetSize, look);
  }
}

/** The targets of any number of items. */
export function targetsOf(source: ItemSource, indices: Uint32Array): Int32Array | Float32Array {
  const targets = targetBuffer(source, indices.length);
  indices.forEach((item, position) => {
    source.writeTarget(item, targets, position * source.targetSize, plainLook);
  });
  return targets;
}
