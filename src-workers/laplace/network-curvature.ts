import type { Noise } from '../../src-shared/experiment/noise';
import { learnedByDefault } from '../../src-shared/experiment/noise/learned';
import type { EngineChoice } from '../../src-shared/protocol/worker-protocol';
import type { LaplaceScope } from '../bayes/laplace/laplace-scope';
import { plainItems, type RunData } from '../data/run-data';
import { compile } from '../engine/compile';
import type { MemoryWait } from '../engine/memory-wait';
import { layoutOf } from '../engine/parameter-layout';
import { type CompiledProgram, neverTrained, type Program } from '../engine/program';
import type { Model } from '../models/model';
import type { Curvature, CurvatureSum } from './curvature';
import { curvatureOfTask, type ToldStds } from './curvature-of-task';
import { jacobianProgram, lastLayerProgram } from './curvature-program';
import { sumOverLastLayer } from './last-layer-curvature';
import { layerCurvatureProgram } from './layer-curvature';
import { sumOverLayers, withTargets } from './layer-curvature-sum';
import { layerPlaces, numbersOfItem } from './layer-places';
import type { OutputCurvature } from './output-curvature';
import { sumOverWeights } from './weight-curvature';

/** Most items of a chunk, and most numbers that their derivatives may have. */
const mostItems = 256;
const mostNumbers = 1 << 23;
/** Convolutions go through their samples one by one, each a part of the graph. */
const mostConvolved = 64;

/** How a network's curvature comes of a program's predictions for chunks of items. */
interface Way {
  readonly program: Program;
  /** Items of a chunk. */
  readonly items: number;
  given(
    inputs: Float32Array,
    targets: Float32Array | Int32Array,
    count: number,
    curvature: OutputCurvature,
  ): Float32Array;
  newSum(curvature: OutputCurvature): CurvatureSum;
}

/** Sums networks of one kind's curvature over training items, on the engine. */
export class NetworkCurvature {
  readonly #compiled: CompiledProgram;
  readonly #way: Way;

  constructor(
    readonly model: Model,
    readonly scope: LaplaceScope,
    readonly data: RunData,
    engine: EngineChoice,
    /** Of values under one likelihood; heads have each their own. */
    readonly noise: Noise = learnedByDefault,
    memoryWait?: MemoryWait,
  ) {
    this.#way = wayOf(model, scope, data, curvatureOfTask(data.task, noise));
    this.#compiled = compile(engine, this.#way.program, {
      passes: [],
      predictions: [this.#shape],
      optimiser: neverTrained,
      memoryWait,
    });
  }

  get #shape() {
    return { samples: 1, firstOwn: 0, items: this.#way.items };
  }

  /**
   * @param weights of the network, tensor by tensor as the model has them
   * @param stds of the noise around values at which the curvature is told, likelihood by likelihood; 1 where there are none
   */
  async over(
    indices: Uint32Array,
    weights: readonly Float32Array[],
    stds: ToldStds = [],
  ): Promise<Curvature> {
    const { items, given, newSum } = this.#way;
    const curvature = curvatureOfTask(this.data.task, this.noise, stds);
    const sum = newSum(curvature);
    this.#compiled.setParameters(flat(this.model, weights));
    const reader = this.data.evaluationReader(items);
    for (let first = 0; first < indices.length; first += items) {
      const chunk = indices.subarray(first, first + items);
      const { inputs } = reader.read(plainItems(chunk));
      const targets = this.data.targetsOf(chunk);
      const asked = given(inputs, targets, chunk.length, curvature);
      const values = this.#compiled.predict(this.#shape, asked, new Int32Array(0));
      sum.add(values, targets, chunk.length);
      // Lets messages in between chunks.
      await new Promise(setImmediate);
    }
    return sum.result();
  }

  dispose(): void {
    this.#compiled.dispose();
  }
}

function wayOf(model: Model, scope: LaplaceScope, { task }: RunData, of: OutputCurvature): Way {
  const { outputs } = of;
  const { structure, lastLayer, size, tensors } = scope;
  if (structure !== 'full') {
    const places = layerPlaces(model, scope, task.inputShape);
    const program = layerCurvatureProgram(model, scope, structure, task.inputShape, of);
    const most = mostNumbers / numbersOfItem(scope, places, outputs);
    const items = Math.max(1, Math.min(mostItems, Math.floor(most)));
    return {
      program,
      items,
      given: (inputs, targets, count, curvature) => withTargets(inputs, targets, curvature, items, count),
      newSum: (curvature) => sumOverLayers(curvature, scope, structure, items, places),
    };
  }
  const kernel = tensors.find(({ name }) => name === `${lastLayer}.weight`);
  if (lastLayer !== undefined && kernel?.shape[1] === outputs)
    return {
      program: lastLayerProgram(model, lastLayer, task.inputShape),
      items: mostItems,
      given: (inputs) => inputs,
      newSum: (curvature) => sumOverLastLayer(curvature, kernel.shape[0], size),
    };
  return {
    program: jacobianProgram(model, scope, task.inputShape, outputs),
    items: itemsOfJacobian(model, size, outputs),
    given: (inputs) => inputs,
    newSum: (curvature) => sumOverWeights(curvature, size),
  };
}

function itemsOfJacobian({ weights }: Model, size: number, outputs: number): number {
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
