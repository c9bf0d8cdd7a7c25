import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeTemporaryFolder } from '../../../src-files/temporary-folder';
import { dataTypes, type GraphNode, type GraphValue } from '../graph/graph-builder';
import { encodeSavedModel } from '../graph/saved-model';
import type { Binding } from './binding';
import { recognised } from './recognised-error';

export type FedValues = Float32Array | Int32Array;

/** A graph loaded into TensorFlow. Runs are synchronous; values that are fetched are copied out. */
export class Session {
  readonly #binding: Binding;
  readonly #session: number;

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
   * @throws OutOfMemoryError where the device has no more memory for it
   */
  run(feeds: ReadonlyMap<GraphValue, FedValues>, fetches: readonly GraphValue[]): FedValues[] {
    const inputs = [...feeds].map(([value, data]) => this.#createTensor(value, data));
    try {
      const inputNames = [...feeds.keys()].map((value) => value.name).join(',');
      const outputNames = fetches.map((value) => value.name).join(',');
      const outputs = this.#binding.runSavedModel(this.#session, inputs, inputNames, outputNames);
      return outputs.map(({ id }) => this.#takeData(id));
    } catch (error) {
      throw recognised(error, this.nodes);
    } finally {
      for (const id of inputs) this.#binding.deleteTensor(id);
    }
  }

  dispose(): void {
    this.#binding.deleteSavedModel(this.#session);
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
