import type { GraphBuilder, GraphValue } from '../graph/graph-builder';
import type { ParameterLayout } from '../parameter-layout';
import type { OptimiserStep } from '../pass';
import type { OptimiserSettings } from '../program';
import { addGpuGradients, addSums, type GpuStep } from './gpu-gradients';
import { addOptimiser, hasOwnStep, type OptimiserNodes } from './optimiser-graph';
import { addOwnSum } from './own-step';
import { addSlices } from './parameter-slices';
import type { PassRun } from './pass-run';
import type { OptimiserInGraph, ProgramOptimiser, SessionSums } from './program-optimiser';
import type { FedValues, Session } from './session';
import { addInto } from './variables';

/** Parameters as a variable of the session, on any device that TensorFlow knows: changed by its own optimisers, or by ours on GPUs. */
export function addVariableOptimiser(
  graph: GraphBuilder,
  layout: ParameterLayout,
  settings: OptimiserSettings,
): OptimiserInGraph {
  const nodes = addOptimiser(graph, layout, settings);
  const isOwn = hasOwnStep(graph);
  const gpu = isOwn ? addGpuGradients(graph, layout) : undefined;
  const { scalarsOf, summed } = nodes;
  const gpuStep = gpu && { place: gpu.place, applied: nodes.applyTo(gpu.summed), scalarsOf };
  return {
    parameters: addSlices(graph, layout, nodes.flatParameters),
    handOn: (parts, flat) => nodes.applyToEach?.(parts) ?? nodes.applyTo(flat),
    sumUp: (parts, flat) => {
      const add = (order: 'first' | 'further') =>
        isOwn
          ? addOwnSum(graph, layout, summed.variable, parts, order)
          : addInto(graph, summed.variable, flat, order);
      return { first: add('first'), further: add('further') };
    },
    ...(gpu ? { sumOverGpus: (parts) => addSums(graph, layout, gpu, parts) } : {}),
    open: (session) => new VariableOptimiser(session, nodes, gpuStep),
  };
}

class VariableOptimiser implements ProgramOptimiser {
  constructor(
    readonly session: Session,
    readonly nodes: OptimiserNodes,
    readonly gpuStep: GpuStep | undefined,
  ) {}

  setParameters(flat: Float32Array): void {
    this.session.run(new Map([[this.nodes.newParameters, ownCopy(flat)]]), [this.nodes.assigned]);
  }

  replaceParameters(flat: Float32Array): void {
    this.session.run(new Map([[this.nodes.newParameters, ownCopy(flat)]]), [this.nodes.replaced]);
  }

  parameters(): Float32Array {
    const [flat] = this.session.run(new Map(), [this.nodes.flatParameters]);
    return flat as Float32Array;
  }

  state(): readonly Float32Array[] {
    return this.session.run(new Map(), this.nodes.state) as Float32Array[];
  }

  restore(parameters: Float32Array, state: readonly Float32Array[]): void {
    this.setParameters(parameters);
    const feeds = this.nodes.newState.map((value, index) => [value, ownCopy(state[index])] as const);
    this.session.run(new Map(feeds), [this.nodes.stateAssigned]);
  }

  apply(gradients: Float32Array, step: OptimiserStep): void {
    const feeds = new Map<GraphValue, FedValues>(this.nodes.scalarsOf(step));
    this.session.run(feeds.set(this.nodes.fedGradients, gradients), [this.nodes.appliedFed]);
  }

  passAndApply({ feeds, report, handedOn }: PassRun, step: OptimiserStep): readonly FedValues[] {
    return this.session.run(new Map([...feeds, ...this.nodes.scalarsOf(step)]), [...report, handedOn]);
  }

  close(): void {}

  get sums(): SessionSums {
    const { session, nodes } = this;
    return {
      add: ({ feeds, report, summed }, order) => {
        if (!summed) throw new Error('This pass sums nothing up.');
        return session.run(feeds, [...report, summed[order]]);
      },
      read: () => session.run(new Map(), [nodes.summed.value])[0] as Float32Array,
      apply: (step) => void session.run(nodes.scalarsOf(step), [nodes.summed.applied]),
    };
  }
}

/**
 * A variable may live in the memory that it was fed from, where that is aligned, and kernels compute in slices of it once
 * the variable has moved on.
 */
function ownCopy(fed: Float32Array): Float32Array {
  return fed.slice();
}
