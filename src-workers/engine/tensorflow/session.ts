import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeTemporaryFolder } from '../../../src-files/temporary-folder';
import { dataTypes, type GraphNode, type GraphValue } from '../graph/graph-builder';
import { encodeSavedModel } from '../graph/saved-model';
import type { Binding } from './binding';
import { recognised } from './recognised-error';

export type FedValues = Float32Array | Int32Array;

/** Values of a run that stay in TensorFlow, by their numbers there. */
export type KeptValues = ReadonlyMap<GraphValue, number>;

const nothingKept: KeptValues = new Map();

/** A graph loaded into TensorFlow. Runs are synchronous; values that are fetched are copied out. */
export class Session {
  readonly #binding: Binding;
  readonly #session: number;
  readonly #kept: number[] = [];

  constructor(
    binding: Binding,
    readonly nodes: readonly GraphNode[],
  ) {
    this.#binding = binding;
    const folder = makeTemporaryFolder('parasample-graph-');
    try {
      writeFileSync(join(folder, 'saved_model.pb'), encodeSavedModel(nodes));
      this.#session = binding.loadSavedModel(folder, 'serve');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /**
   * Runs what the fetched values need, and no more of the graph.
   * @param kept values of an earlier run, which are not computed again
   * @throws OutOfMemoryError where the device has no more memory for it
   */
  run(
    feeds: ReadonlyMap<GraphValue, FedValues>,
    fetches: readonly GraphValue[],
    kept: KeptValues = nothingKept,
  ): FedValues[] {
    return this.#fetch(feeds, fetches, kept).map((id) => this.#takeData(id));
  }

  /**
   * Runs what the values need and keeps them as long as the session is there, for other runs to go on from.
   * @throws OutOfMemoryError where the device has no more memory for it
   */
  keep(feeds: ReadonlyMap<GraphValue, FedValues>, values: readonly GraphValue[]): KeptValues {
    const ids = this.#fetch(feeds, values, nothingKept);
    this.#kept.push(...ids);
    return new Map(values.map((value, at) => [value, ids[at]]));
  }

  dispose(): void {
    for (const id of this.#kept) this.#binding.deleteTensor(id);
    this.#binding.deleteSavedModel(this.#session);
  }

  /** Returns the numbers of what was fetched, in its order. */
  #fetch(
    feeds: ReadonlyMap<GraphValue, FedValues>,
    fetches: readonly GraphValue[],
    kept: KeptValues,
  ): number[] {
    const inputs = [...feeds].map(([value, data]) => this.#createTensor(value, data));
    try {
      const inputNames = namesOf([...feeds.keys(), ...kept.keys()]);
      const all = [...inputs, ...kept.values()];
      const outputs = this.#binding.runSavedModel(this.#session, all, inputNames, namesOf(fetches));
      return outputs.map(({ id }) => id);
    } catch (error) {
      throw recognised(error, this.nodes);
    } finally {
      for (const id of inputs) this.#binding.deleteTensor(id);
    }
  }

  #createTensor(value: GraphValue, data: FedValues): number {
    return this.#binding.createTensor(value.shape, dataTypes[value.type], data);
  }

  #takeData(id: number): FedValues {
    const data = this.#binding.tensorDataSync(id);
    this.#binding.deleteTensor(id);
    if (data instanceof Uint8Array) return Int32Array.from(data);
    return data;
  }
}

function namesOf(values: readonly GraphValue[]): string {
  return values.map(({ name }) => name).join(',');
}
