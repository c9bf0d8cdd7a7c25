import { FailedError } from '../../../src-shared/errors';
import type { GraphBuilder, GraphValue } from '../graph/graph-builder';
import type { ParameterLayout } from '../parameter-layout';
import type { OptimiserStep } from '../pass';
import type { GpuOperations } from './own-operations';
import type { PassRun } from './pass-run';
import { complaintAbout } from './registered-gpu';
import type { FedValues, Session } from './session';
import { done } from './variables';

/** Places of a graph whose gradients GPUs may sum. */
export interface GpuGradientNodes {
  /** Fed with the gradients' number, whether a pass is a further one, and whether it is the last (native/gpu/gpu-gradients.h). */
  readonly place: GraphValue;
  /** The sum over passes and workers, once it is known to be there. */
  readonly summed: GraphValue;
}

export function addGpuGradients(graph: GraphBuilder, { floats }: ParameterLayout): GpuGradientNodes {
  const place = graph.placeholder('gpu_gradients_place', [3], 'int32');
  const output = { shape: [floats], type: 'float32' } as const;
  return { place, summed: graph.add('ParasampleSummedGradients', [place], {}, output) };
}

/** A value whose run lets each parameter's gradient be summed as soon as it is there. */
export function addSums(
  graph: GraphBuilder,
  { slots }: ParameterLayout,
  { place }: GpuGradientNodes,
  gradients: readonly GraphValue[],
): GraphValue {
  const output = { shape: [0], type: 'float32' } as const;
  const asked = slots.map(({ offset }, index) =>
    graph.add('ParasampleSumGradient', [gradients[index], graph.scalar(offset, 'int32'), place], {}, output),
  );
  return done(graph, asked);
}

/** What of a loaded graph takes the sum. */
export interface GpuStep {
  readonly place: GraphValue;
  /** Runs the optimiser by it. */
  readonly applied: GraphValue;
  scalarsOf(step: OptimiserStep): ReadonlyMap<GraphValue, FedValues>;
}

/** @throws FailedError where NCCL cannot be opened */
export function refuseMissingNccl({ nccl }: GpuOperations): void {
  refuse(complaintAbout(nccl) ?? '');
}

/** Makes what the workers of a run join by. */
export function newGpusId({ operations, nccl }: GpuOperations): Float32Array {
  const id = new Float32Array(operations.gpusIdFloats);
  refuse(operations.makeGpusId(nccl, id));
  return id;
}

/** As native/gpu/communicator.h has them. */
const states = { done: 1, failed: 2 } as const;

/** One gradient of a session in its GPU's memory, and its sum over the run's GPUs. */
export class GpuGradients {
  readonly #number: number;

  /**
   * @param ends where the gradient of each parameter ends, with what lies between it and the next one
   * @throws FailedError where there is no NCCL, or no memory
   */
  constructor(
    readonly session: Session,
    readonly gpu: GpuOperations,
    readonly step: GpuStep,
    ends: readonly number[],
    { id, rank, workers }: { readonly id: Float32Array; readonly rank: number; readonly workers: number },
  ) {
    const number = new Int32Array(1);
    refuse(gpu.operations.openGpuGradients(gpu.nccl, id, rank, workers, ends, number));
    this.#number = number[0];
  }

  /** Runs a pass; gives what was to be fetched. */
  add(
    { feeds, report, summedOverGpus }: PassRun,
    order: 'first' | 'further',
    isLast: boolean,
  ): readonly FedValues[] {
    if (!summedOverGpus) throw new Error('This pass sums nothing over GPUs.');
    const place = this.#place(order === 'further', isLast);
    return this.session.run(new Map([...feeds, [this.step.place, place]]), [...report, summedOverGpus]);
  }

  wait(microseconds: number): boolean {
    const { operations } = this.gpu;
    const state = operations.waitForGpus(this.#number, microseconds);
    if (state === states.failed) refuse(operations.failureOfGpus(this.#number) || 'it was given up');
    return state === states.done;
  }

  apply(step: OptimiserStep): void {
    const feeds = new Map<GraphValue, FedValues>(this.step.scalarsOf(step));
    this.session.run(feeds.set(this.step.place, this.#place(false, true)), [this.step.applied]);
  }

  close(): void {
    this.gpu.operations.closeGpuGradients(this.#number);
  }

  #place(isFurther: boolean, isLast: boolean): Int32Array {
    return Int32Array.of(this.#number, isFurther ? 1 : 0, isLast ? 1 : 0);
  }
}

function refuse(complaint: string): void {
  if (complaint !== '') throw new FailedError(`GPUs cannot sum gradients among themselves (${complaint}).`);
}
