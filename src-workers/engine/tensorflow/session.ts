import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeTemporaryFolder } from '../../../src-files/temporary-folder';
import { dataTypes, type GraphNode, type GraphValue } from '../graph/graph-builder';
import { encodeSavedModel } from '../graph/saved-model';
import type { MemoryWait } from '../memory-wait';
import { OutOfMemoryError } from '../out-of-memory-error';
import type { Binding } from './binding';
import { gpuMemory } from './gpu-memory';
import { recognised } from './recognised-error';
import { isRepeatable } from './repeatable-run';

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
    /** Where the device has no more memory. */
    readonly memoryWait?: MemoryWait | undefined,
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
      return this.#outputs(all, inputNames, fetches);
    } finally {
      for (const id of inputs) this.#binding.deleteTensor(id);
    }
  }

  /** Tries again where that may help and leaves no trace of the tries before. */
  #outputs(inputs: readonly number[], inputNames: string, fetches: readonly GraphValue[]): number[] {
    for (;;)
      try {
        const outputs = this.#binding.runSavedModel(this.#session, inputs, inputNames, namesOf(fetches));
        this.memoryWait?.found();
        return outputs.map(({ id }) => id);
      } catch (error) {
        const known = recognised(error, this.nodes, () => gpuMemory(this.#binding));
        if (!(known instanceof OutOfMemoryError) || !isRepeatable(String(error), this.nodes, fetches))
          throw known;
        if (!this.memoryWait?.again(known)) throw known;
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
