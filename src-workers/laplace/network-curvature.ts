import { sizeOf } from '../../src-shared/experiment/networks/tensors/weight-tensor';
import type { EngineChoice } from '../../src-shared/worker-protocol';
import type { LaplaceScope } from '../bayes/laplace/laplace-scope';
import { plainItems, type RunData } from '../data/run-data';
import { compile } from '../engine/compile';
import { layoutOf } from '../engine/parameter-layout';
import { type CompiledProgram, neverTrained } from '../engine/program';
import type { Model } from '../models/model';
import { type CurvatureSum, sumOverLastLayer, sumOverWeights } from './curvature';
import { curvatureProgram } from './curvature-program';
import { curvatureOfClasses, curvatureOfValues, type OutputCurvature } from './output-curvature';

/** Most items of a chunk, and most numbers that their derivatives may have. */
const mostItems = 256;
const mostNumbers = 1 << 23;
/** Convolutions go through their samples one by one, each a part of the graph. */
const mostConvolved = 64;

/** Sums networks of one kind's curvature over training items, on the engine. */
export class NetworkCurvature {
  readonly #compiled: CompiledProgram;
  readonly #outputs: OutputCurvature;
  /** Items of a chunk. */
  readonly #items: number;

  constructor(
    readonly model: Model,
    readonly scope: LaplaceScope,
    readonly data: RunData,
    engine: EngineChoice,
  ) {
    const { task } = data;
    this.#outputs =
      task.kind === 'classification'
        ? curvatureOfClasses(task.classNames.length)
        : curvatureOfValues(sizeOf(task.targetShape));
    const { outputs } = this.#outputs;
    this.#items = chunkItems(model, scope, outputs);
    const program = curvatureProgram(model, scope, task.inputShape, outputs);
    const predictions = [this.#shape];
    this.#compiled = compile(engine, program, { passes: [], predictions, optimiser: neverTrained });
  }

  get #shape() {
    return { samples: 1, firstOwn: 0, items: this.#items };
  }

  /**
   * @param weights of the network, tensor by tensor as the model has them
   */
  async over(
    indices: Uint32Array,
    weights: readonly Float32Array[],
  ): Promise<ReturnType<CurvatureSum['result']>> {
    const sum = this.#newSum();
    this.#compiled.setParameters(flat(this.model, weights));
    const reader = this.data.evaluationReader(this.#items);
    for (let first = 0; first < indices.length; first += this.#items) {
      const chunk = indices.subarray(first, first + this.#items);
      const { inputs } = reader.read(plainItems(chunk));
      const values = this.#compiled.predict(this.#shape, inputs, new Int32Array(0));
      sum.add(values, this.data.targetsOf(chunk), chunk.length);
      // Lets messages in between chunks.
      await new Promise(setImmediate);
    }
    return sum.result();
  }

  dispose(): void {
    this.#compiled.dispose();
  }

  #newSum(): CurvatureSum {
    const { lastLayer, size, tensors } = this.scope;
    if (lastLayer === undefined) return sumOverWeights(this.#outputs, size);
    const kernel = tensors.find(({ name }) => name === `${lastLayer}.weight`);
    return sumOverLastLayer(this.#outputs, kernel?.shape[0] ?? 0, size);
  }
}

function chunkItems({ weights }: Model, { size, lastLayer }: LaplaceScope, outputs: number): number {
  if (lastLayer !== undefined) return mostItems;
  const isConvolved = weights.some(({ shape }) => shape.length === 4);
  const most = Math.min(
    mostItems,
    mostNumbers / (size * outputs),
    isConvolved ? mostConvolved / outputs : mostItems,
  );
  return Math.max(1, Math.floor(most));
}

function flat({ weights }: Model, values: readonly Float32Array[]): Float32Array {
  const layout = layoutOf(weights);
  const all = new Float32Array(layout.floats);
  layout.slots.forEach(({ offset }, index) => {
    all.set(values[index], offset);
  });
  return all;
}
