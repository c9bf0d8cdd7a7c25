import type { GraphBuilder, GraphValue } from '../graph/graph-builder';
import { optimiserOfKind } from '../optimisers';
import type { ParameterLayout } from '../parameter-layout';
import type { OptimiserStep } from '../pass';
import type { OptimiserSettings } from '../program';
import type { SharedFiles } from '../shared-memory';
import { fillParts, firstMomentStart, updateParts } from '../update-parts';
import type { OwnOperations } from './own-operations';
import { addSlices } from './parameter-slices';
import type { PassRun } from './pass-run';
import type { OptimiserInGraph, ParametersInGraph, ProgramOptimiser } from './program-optimiser';
import { addPublished, noRoom, type ParameterMemory, PublishedGradients } from './published-gradients';
import type { FedValues, Session } from './session';
import { partNumbers } from './update-numbers';

/**
 * Parameters in memory of our own, which the graph reads without copying, and an optimiser of our own that takes
 * gradients from wherever workers published them and never stores their sum.
 * @throws FailedError when the system will not give the memory
 */
export function addMemoryOptimiser(
  graph: GraphBuilder,
  operations: OwnOperations,
  layout: ParameterLayout,
  settings: OptimiserSettings,
): OptimiserInGraph {
  const { floats } = layout;
  const { moments } = optimiserOfKind(settings);
  const number = operations.openParameters(floats, moments);
  if (number < 0) throw noRoom('parameters and optimiser', floats * (1 + moments));
  const { parameters, handOn, place } = addParametersInMemory(graph, layout, number);
  const treated = updateParts(layout, settings);
  const parts = partNumbers(treated, settings);
  const firstMoment = new Float32Array(floats);
  fillParts(firstMoment, firstMomentStart(treated, settings));
  return {
    parameters,
    handOn,
    open: (session) =>
      new MemoryOptimiser(session, operations, { number, floats, place, settings, parts }, firstMoment),
  };
}

/**
 * What a graph holds of such parameters.
 * @param number of their memory, as `OwnOperations.openParameters` gives it
 */
export function addParametersInMemory(
  graph: GraphBuilder,
  layout: ParameterLayout,
  number: number,
): ParametersInGraph & { readonly place: GraphValue } {
  const flat = graph.add(
    'ParasampleReadParameters',
    [graph.scalar(number, 'int32')],
    {},
    { shape: [layout.floats], type: 'float32' },
  );
  const place = graph.placeholder('gradients_place', [3], 'int32');
  return {
    parameters: addSlices(graph, layout, flat),
    handOn: (parts) => addPublished(graph, layout, place, parts),
    place,
  };
}

class MemoryOptimiser implements ProgramOptimiser {
  #own: PublishedGradients | undefined;

  constructor(
    readonly session: Session,
    readonly operations: OwnOperations,
    readonly memory: ParameterMemory,
    readonly firstMoment: Float32Array,
  ) {}

  setParameters(flat: Float32Array): void {
    const zeros = new Float32Array(flat.length);
    const others = Array(optimiserOfKind(this.memory.settings).moments - 1).fill(zeros);
    this.restore(flat, [this.firstMoment, ...others]);
  }

  parameters(): Float32Array {
    return this.#read(0);
  }

  state(): readonly Float32Array[] {
    return Array.from({ length: optimiserOfKind(this.memory.settings).moments }, (_, moment) =>
      this.#read(1 + moment),
    );
  }

  replaceParameters(flat: Float32Array): void {
    this.#write(0, flat);
  }

  restore(parameters: Float32Array, state: readonly Float32Array[]): void {
    [parameters, ...state].forEach((values, vector) => {
      this.#write(vector, values);
    });
  }

  apply(gradients: Float32Array, step: OptimiserStep): void {
    this.#ownGradients().store(gradients);
    this.#ownGradients().apply(0, 'gradients', step);
  }

  passAndApply(pass: PassRun, step: OptimiserStep): readonly FedValues[] {
    const report = this.#ownGradients().publish(pass, 0, 'first');
    this.#ownGradients().apply(0, 'gradients', step);
    return report;
  }

  openGradients(files: SharedFiles): PublishedGradients {
    return new PublishedGradients(this.session, this.operations, this.memory, files);
  }

  close(): void {
    this.#own?.close();
    this.operations.closeParameters(this.memory.number);
  }

  /** What a worker that is alone needs; others have theirs in shared memory. */
  #ownGradients(): PublishedGradients {
    this.#own ??= this.openGradients({ descriptors: [], rank: 0 });
    return this.#own;
  }

  #write(vector: number, values: Float32Array): void {
    if (!this.operations.writeVector(this.memory.number, vector, values))
      throw new Error(`${values.length} numbers are not the ${this.memory.floats} of this network.`);
  }

  #read(vector: number): Float32Array {
    const values = new Float32Array(this.memory.floats);
    this.operations.readVector(this.memory.number, vector, values);
    return values;
  }
}
