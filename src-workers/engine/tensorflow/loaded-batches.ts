import type { BatchLoading } from '../batch-loading';
import { floatAttribute, intAttribute } from '../graph/attributes';
import type { GraphBuilder, GraphValue } from '../graph/graph-builder';
import type { LoadedBatch, TargetValues } from '../pass';
import type { GpuOperations } from './own-operations';

/** A part of a batch in a graph: as it is fed, or as it lies on the GPU. */
export interface BatchPart {
  readonly values: GraphValue;
  /** Where a run is fed with them. */
  readonly fed: GraphValue;
  /** Fed with [loader, batch, places of the sets] instead, where the batch lies on the device. */
  readonly place?: GraphValue | undefined;
}

/** As native/gpu/batch-loader.h has them. */
const parts = { inputs: 0, targets: 1 } as const;

/**
 * Inputs or targets of a pass. On GPUs they are what was brought there before, unless a run is fed with them.
 * @param shape [sets, items, ...]
 */
export function addBatchPart(
  graph: GraphBuilder,
  part: keyof typeof parts,
  key: string,
  shape: readonly number[],
  type: 'float32' | 'int32',
): BatchPart {
  const name = `${part}_${key}`;
  if (graph.device !== 'gpu' || !graph.hasOwnOperations) {
    const fed = graph.placeholder(name, shape, type);
    return { values: fed, fed };
  }
  const place = graph.placeholder(`${name}_place`, [2 + (shape[0] ?? 1)], 'int32');
  const layout = graph.ints([parts[part], ...shape]);
  const op = type === 'int32' ? 'ParasampleLoadedInts' : 'ParasampleLoadedFloats';
  const loaded = graph.add(op, [layout, place], {}, { shape, type, name });
  return { values: type === 'int32' ? loaded : withKnownShape(graph, loaded), fed: loaded, place };
}

/** TensorFlow arranges convolutions anew only where it knows the shapes of all; of whole numbers it would ask for them on the host. */
function withKnownShape(graph: GraphBuilder, value: GraphValue): GraphValue {
  const { shape, type } = value;
  const attributes = { T: floatAttribute, Tshape: intAttribute };
  return graph.add('Reshape', [value, graph.ints(shape)], attributes, { shape, type });
}

/** Brings batches to the GPU from page-locked memory of its own (native/gpu/batch-loader.h). */
export class BatchLoader implements BatchLoading {
  #loader: number | undefined;
  /** What is read meanwhile: nobody else may hold it. */
  #read: readonly TargetValues[] = [];

  constructor(readonly operations: GpuOperations['operations']) {}

  load(inputs: Float32Array, targets: TargetValues): LoadedBatch | string {
    const number = this.#loader === undefined ? -1 : this.operations.loadBatch(this.#loader, inputs, targets);
    if (number < 0) return this.#loadAnew(inputs, targets);
    return this.#taken(inputs, targets, number);
  }

  settle(): void {
    if (this.#loader !== undefined) this.operations.settleBatches(this.#loader);
    this.#read = [];
  }

  close(): void {
    this.settle();
    if (this.#loader !== undefined) this.operations.closeBatchLoader(this.#loader);
    this.#loader = undefined;
  }

  /** With room for so much: a run may have begun with an epoch's smaller last batch. */
  #loadAnew(inputs: Float32Array, targets: TargetValues): LoadedBatch | string {
    this.close();
    const opened = new Int32Array(1);
    const complaint = this.operations.openBatchLoader(inputs.length + targets.length, opened);
    if (complaint !== '') return complaint;
    const [loader = 0] = opened;
    this.#loader = loader;
    return this.#taken(inputs, targets, this.operations.loadBatch(loader, inputs, targets));
  }

  #taken(inputs: Float32Array, targets: TargetValues, number: number): LoadedBatch {
    this.#read = [...this.#read, inputs, targets];
    return { loader: this.#loader ?? 0, number };
  }
}
