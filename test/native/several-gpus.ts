import { GraphBuilder, type GraphValue } from '../../src-workers/engine/graph/graph-builder';
import { layoutOf, type ParameterLayout } from '../../src-workers/engine/parameter-layout';
import type { Binding } from '../../src-workers/engine/tensorflow/binding';
import { addGpuGradients, addSums, GpuGradients } from '../../src-workers/engine/tensorflow/gpu-gradients';
import type { GpuOperations } from '../../src-workers/engine/tensorflow/own-operations';
import { type FedValues, Session } from '../../src-workers/engine/tensorflow/session';

/** A binding whose graphs are for GPUs, which are emulated, and whose gradients go through this library. */
export function emulatedGpu(
  binding: Binding,
  operations: GpuOperations['operations'],
  nccl: string,
): Binding {
  return Object.create(binding, {
    ownOperations: { value: undefined },
    gpuOperations: { value: { operations, nccl } },
    hasOwnKernels: { value: true },
    isUsingGpuDevice: { value: () => true },
  });
}

/** Worker `rank`'s gradient of pass `pass`: whole numbers, whose sums no order rounds. */
function wholeNumbers(size: number, rank: number, pass: number): Float32Array {
  return Float32Array.from({ length: size }, (_, index) => ((index % 101) + 1) * (rank + 1) + 7 * pass);
}

/** Their sum over workers and passes. */
export function sumOf(size: number, ranks: readonly number[], passes: readonly number[]): Float32Array {
  const sum = new Float32Array(size);
  for (const rank of ranks)
    for (const pass of passes)
      wholeNumbers(size, rank, pass).forEach((value, at) => {
        sum[at] = (sum[at] ?? 0) + value;
      });
  return sum;
}

class RememberingSession extends Session {
  given: readonly FedValues[] = [];

  override run(...asked: Parameters<Session['run']>): FedValues[] {
    const given = super.run(...asked);
    this.given = given;
    return given;
  }
}

/** A session that sums what it is fed, one gradient for each of these sizes, over emulated GPUs. */
export class SummingWorker {
  readonly gradients: GpuGradients;
  readonly #session: RememberingSession;
  readonly #layout: ParameterLayout;
  readonly #fed: readonly GraphValue[];
  readonly #asked: GraphValue;

  constructor(
    binding: Binding,
    readonly sizes: readonly number[],
    readonly joining: { readonly id: Float32Array; readonly rank: number; readonly workers: number },
  ) {
    const { gpuOperations } = binding;
    if (!gpuOperations) throw new Error('This binding is for no GPU.');
    const graph = new GraphBuilder(true, 'float32', 'gpu');
    const layout = layoutOf(sizes.map((size, index) => ({ name: `g${index}`, shape: [size] })));
    const { place, summed } = addGpuGradients(graph, layout);
    this.#layout = layout;
    this.#fed = sizes.map((size, index) => graph.placeholder(`fed_${index}`, [size], 'float32'));
    this.#asked = addSums(graph, layout, { place, summed }, this.#fed);
    this.#session = new RememberingSession(binding, graph.nodes);
    const ends = layout.slots.map((_, index) => layout.slots[index + 1]?.offset ?? layout.floats);
    const step = { place, applied: summed, scalarsOf: () => new Map() };
    this.gradients = new GpuGradients(this.#session, gpuOperations, step, ends, joining);
  }

  step(passes: readonly number[]): void {
    passes.forEach((pass, index) => {
      const run = {
        feeds: this.#feeds(pass),
        report: [],
        handedOn: this.#asked,
        summedOverGpus: this.#asked,
      };
      this.gradients.add(run, index === 0 ? 'first' : 'further', index + 1 === passes.length);
    });
  }

  #feeds(pass: number): ReadonlyMap<GraphValue, FedValues> {
    const { rank } = this.joining;
    return new Map(this.#fed.map((value, at) => [value, wholeNumbers(this.sizes[at] ?? 0, rank, pass)]));
  }

  /** The sum of each gradient, once all is done. */
  sums(): readonly Float32Array[] {
    this.gradients.apply({ learningRate: 0, step: 1 });
    const [flat] = this.#session.given;
    return this.#layout.slots.map(({ offset, size }) => (flat as Float32Array).slice(offset, offset + size));
  }

  close(): void {
    this.gradients.close();
    this.#session.dispose();
  }
}
