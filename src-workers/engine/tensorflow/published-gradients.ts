import { FailedError } from '../../../src-shared/errors';
import type { GraphBuilder, GraphValue } from '../graph/graph-builder';
import type { ParameterLayout } from '../parameter-layout';
import type { OptimiserStep } from '../pass';
import type { OptimiserSettings } from '../program';
import type { Half, SharedFiles } from '../shared-memory';
import type { OwnOperations } from './own-operations';
import type { PassRun } from './pass-run';
import type { FedValues, Session } from './session';
import { updateNumbers } from './update-numbers';
import { done } from './variables';

/**
 * A value whose run stores each parameter's gradient as soon as it is there.
 * @param place fed with the number of the gradients' memory, the half, and whether to add (native/shared-gradients.h)
 */
export function addPublished(
  graph: GraphBuilder,
  layout: ParameterLayout,
  place: GraphValue,
  gradients: readonly GraphValue[],
): GraphValue {
  const published = layout.slots.map(({ offset }, index) =>
    graph.add(
      'ParasamplePublishGradient',
      [gradients[index], graph.scalar(offset, 'int32'), place],
      {},
      { shape: [], type: 'float32' },
    ),
  );
  return done(graph, published);
}

/** Where a network's parameters are in memory of our own, and how they learn. */
export interface ParameterMemory {
  readonly number: number;
  readonly floats: number;
  /** Fed with where a pass's gradient goes. */
  readonly place: GraphValue;
  readonly settings: OptimiserSettings;
  /** What it treats alike, as `partNumbers` gives it. */
  readonly parts: Float64Array;
}

export function noRoom(what: string, floats: number): FailedError {
  const megabytes = Math.ceil((floats * Float32Array.BYTES_PER_ELEMENT) / 1e6);
  return new FailedError(`The system would not give ${megabytes} MB of memory for the ${what} of this run.`);
}

/** Two gradients that take turns, in memory that workers map or in this process's own. */
export class PublishedGradients {
  readonly #number: number;

  /** @throws FailedError when the system will not give the memory */
  constructor(
    readonly session: Session,
    readonly operations: OwnOperations,
    readonly parameters: ParameterMemory,
    { descriptors, rank }: SharedFiles,
  ) {
    this.#number = operations.openGradients(descriptors, rank, parameters.floats);
    if (this.#number < 0) throw noRoom('gradients', 2 * parameters.floats);
  }

  /** Runs a pass whose gradient becomes this worker's, or is added to it; gives what was to be fetched. */
  publish(
    { feeds, report, handedOn }: PassRun,
    half: Half,
    order: 'first' | 'further',
  ): readonly FedValues[] {
    const place = Int32Array.of(this.#number, half, order === 'further' ? 1 : 0);
    return this.session.run(new Map([...feeds, [this.parameters.place, place]]), [...report, handedOn]);
  }

  /** Makes this vector this worker's gradient in half 0. */
  store(gradients: Float32Array): void {
    if (!this.operations.storeGradient(this.#number, gradients))
      throw new Error(`A gradient of ${gradients.length} numbers is not for this network.`);
  }

  reduceShare(half: Half): void {
    this.operations.reduceShare(this.#number, half);
  }

  apply(half: Half, from: 'gradients' | 'shares', step: OptimiserStep): void {
    const { number, settings, parts } = this.parameters;
    const source = from === 'shares' ? 1 : 0;
    const update = updateNumbers(settings, step);
    const isTaken = settings.ivon
      ? this.operations.takeIvonStep(number, this.#number, half, source, update, parts)
      : this.operations.takeStep(number, this.#number, half, source, update, parts);
    if (!isTaken) throw new Error('These gradients are not for this network, or are closed.');
  }

  close(): void {
    this.operations.closeGradients(this.#number);
  }
}
