import type { Scalar, Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { GradientFiles, SharedGradientMemory } from '../gradient-sharing';
import { GraphBuilder, type GraphValue } from '../graph/graph-builder';
import { layoutOf, type ParameterLayout } from '../parameter-layout';
import type {
  CompiledProgram,
  CompileOptions,
  ForwardInputs,
  OptimiserStep,
  PassInputs,
  PassReport,
  PassShape,
  PassTensors,
  Program,
} from '../program';
import { traceInto } from '../trace/trace';
import type { Binding } from './binding';
import { addOptimiser, type OptimiserNodes } from './optimiser-graph';
import { type FedValues, Session } from './session';
import { addMemory, addPublished, addSumOfGradients } from './shared-gradient-graph';
import { TensorflowGradientMemory } from './tensorflow-gradient-memory';

interface PassNodes {
  readonly inputs: GraphValue;
  readonly targets: GraphValue;
  readonly seeds: GraphValue;
  readonly share: GraphValue;
  readonly pooled: GraphValue;
  /** Where the objective pools. */
  readonly statistics?: GraphValue;
  readonly gradients: GraphValue;
  readonly report: readonly GraphValue[];
  /** Runs the pass and applies its gradient. */
  readonly applied: GraphValue;
  /** Runs the pass and leaves its gradient in memory that workers share; where the graph has our own operations. */
  readonly published?: GraphValue;
}

interface SharedGradientNodes {
  readonly memory: GraphValue;
  /** Applies the sum of the gradients there. */
  readonly appliedSum: GraphValue;
}

interface PredictionNodes {
  readonly inputs: GraphValue;
  readonly seeds: GraphValue;
  readonly outputs: GraphValue;
}

/** Writes a program as one TensorFlow graph (all sizes, optimiser included) and loads it. */
export function compileForTensorflow(
  binding: Binding,
  program: Program,
  options: CompileOptions,
): CompiledProgram {
  const graph = new GraphBuilder(binding.ownOperations !== undefined, options.products);
  const optimiser = addOptimiser(graph, layoutOf(program.parameters), options.optimiser);
  const shared = binding.ownOperations && addSharedGradients(graph, program, optimiser);
  const passes = new Map(
    options.passes.map((shape) => [keyOf(shape), addPass(graph, program, optimiser, shape, shared)]),
  );
  const predictions = new Map(
    options.predictions.map((shape) => [keyOf(shape), addPrediction(graph, program, optimiser, shape)]),
  );
  const nodes = { optimiser, shared, passes, predictions };
  return new TensorflowProgram(
    binding,
    new Session(binding, graph.nodes),
    layoutOf(program.parameters),
    nodes,
  );
}

function addSharedGradients(
  graph: GraphBuilder,
  program: Program,
  optimiser: OptimiserNodes,
): SharedGradientNodes {
  const memory = addMemory(graph);
  const sum = addSumOfGradients(graph, layoutOf(program.parameters), memory);
  return { memory, appliedSum: optimiser.applyTo(sum) };
}

function keyOf({ samples, items, firstOwn }: PassShape): string {
  return `${samples}x${items}from${firstOwn}`;
}

function addPass(
  graph: GraphBuilder,
  program: Program,
  optimiser: OptimiserNodes,
  shape: PassShape,
  shared: SharedGradientNodes | undefined,
): PassNodes {
  const nodes = addPassInputs(graph, program, shape);
  const { inputs, targets, seeds, share, pooled } = nodes;
  const count = program.parameters.length;
  const outputs = traceInto(
    graph,
    [...optimiser.parameters, inputs, targets, seeds, share, pooled],
    (tensors) => {
      const pass = program.pass(tensors.slice(0, count), passTensors(tensors.slice(count)), shape);
      return [...pass.gradients, pass.nll, pass.fit, pass.kl];
    },
  );
  const parts = outputs.slice(0, count);
  const gradients = optimiser.concatenate(parts);
  return {
    ...nodes,
    ...(program.pooledWidth > 0
      ? { statistics: addStatistics(graph, program, optimiser, nodes, shape) }
      : {}),
    gradients,
    report: outputs.slice(count),
    applied: optimiser.applyTo(gradients),
    ...(shared ? { published: addPublished(graph, layoutOf(program.parameters), shared.memory, parts) } : {}),
  };
}

type PassInputNodes = Pick<PassNodes, 'inputs' | 'targets' | 'seeds' | 'share' | 'pooled'>;

function addPassInputs(graph: GraphBuilder, program: Program, shape: PassShape): PassInputNodes {
  const key = keyOf(shape);
  const { items, samples } = shape;
  return {
    inputs: graph.placeholder(`inputs_${key}`, [items, ...program.inputShape], 'float32'),
    targets: graph.placeholder(`targets_${key}`, [items, ...program.targetShape], program.targetType),
    seeds: graph.placeholder(`seeds_${key}`, [program.noiseTensors, samples, 2], 'int32'),
    share: graph.placeholder(`share_${key}`, [], 'float32'),
    pooled: graph.placeholder(`pooled_${key}`, [items, program.pooledWidth], 'float32'),
  };
}

function passTensors([inputs, targets, seeds, share, pooled]: readonly Tensor[]): PassTensors {
  return { inputs, targets, seeds: seeds as Tensor3D, share: share as Scalar, pooled: pooled as Tensor2D };
}

function addStatistics(
  graph: GraphBuilder,
  program: Program,
  optimiser: OptimiserNodes,
  { inputs, targets, seeds }: PassInputNodes,
  shape: PassShape,
): GraphValue {
  const count = program.parameters.length;
  const [output] = traceInto(graph, [...optimiser.parameters, inputs, targets, seeds], (tensors) => {
    const [inputsIn, targetsIn, seedsIn] = tensors.slice(count);
    const forward = { inputs: inputsIn, targets: targetsIn, seeds: seedsIn as Tensor3D };
    return [program.statistics(tensors.slice(0, count), forward, shape)];
  });
  return output;
}

function addPrediction(
  graph: GraphBuilder,
  program: Program,
  optimiser: OptimiserNodes,
  shape: PassShape,
): PredictionNodes {
  const key = keyOf(shape);
  const inputs = graph.placeholder(`predict_inputs_${key}`, [shape.items, ...program.inputShape], 'float32');
  const seeds = graph.placeholder(`predict_seeds_${key}`, [program.noiseTensors, shape.samples, 2], 'int32');
  const count = program.parameters.length;
  const [outputs] = traceInto(graph, [...optimiser.parameters, inputs, seeds], (tensors) => {
    const [inputsIn, seedsIn] = tensors.slice(count);
    return [program.predict(tensors.slice(0, count), inputsIn, seedsIn as Tensor3D, shape)];
  });
  return { inputs, seeds, outputs };
}

/** The places in the graph that runs feed and fetch. */
interface ProgramNodes {
  readonly optimiser: OptimiserNodes;
  readonly shared: SharedGradientNodes | undefined;
  readonly passes: ReadonlyMap<string, PassNodes>;
  readonly predictions: ReadonlyMap<string, PredictionNodes>;
}

class TensorflowProgram implements CompiledProgram {
  readonly openGradientMemory: CompiledProgram['openGradientMemory'];

  constructor(
    binding: Binding,
    readonly session: Session,
    layout: ParameterLayout,
    readonly nodes: ProgramNodes,
  ) {
    const { shared } = nodes;
    const { ownOperations } = binding;
    if (!shared || !ownOperations) return;
    const graph = {
      publish: (inputs: PassInputs, place: Int32Array) => this.#publish(shared, inputs, place),
      applySum: (place: Int32Array, step: OptimiserStep) => this.#applySum(shared, place, step),
    };
    this.openGradientMemory = (files: GradientFiles): SharedGradientMemory =>
      new TensorflowGradientMemory(ownOperations, graph, files, layout.floats);
  }

  setParameters(flat: Float32Array): void {
    this.session.run(new Map([[this.nodes.optimiser.newParameters, flat]]), [this.nodes.optimiser.assigned]);
  }

  parameters(): Float32Array {
    const [flat] = this.session.run(new Map(), [this.nodes.optimiser.flatParameters]);
    return flat as Float32Array;
  }

  optimiserState(): readonly Float32Array[] {
    return this.session.run(new Map(), this.nodes.optimiser.state) as Float32Array[];
  }

  restore(parameters: Float32Array, state: readonly Float32Array[]): void {
    this.setParameters(parameters);
    const feeds = this.nodes.optimiser.newState.map((value, index) => [value, state[index]] as const);
    this.session.run(new Map(feeds), [this.nodes.optimiser.stateAssigned]);
  }

  gradients(inputs: PassInputs): { gradients: Float32Array; report: PassReport } {
    const nodes = found(this.nodes.passes, inputs.shape);
    const [gradients, ...report] = this.session.run(passFeeds(nodes, inputs), [
      nodes.gradients,
      ...nodes.report,
    ]);
    return { gradients: gradients as Float32Array, report: reportOf(report) };
  }

  apply(gradients: Float32Array, step: OptimiserStep): void {
    const feeds = new Map<GraphValue, FedValues>(this.nodes.optimiser.scalarsOf(step));
    feeds.set(this.nodes.optimiser.fedGradients, gradients);
    this.session.run(feeds, [this.nodes.optimiser.appliedFed]);
  }

  gradientsAndApply(inputs: PassInputs, step: OptimiserStep): PassReport {
    const nodes = found(this.nodes.passes, inputs.shape);
    const feeds = new Map([...passFeeds(nodes, inputs), ...this.nodes.optimiser.scalarsOf(step)]);
    return reportOf(this.session.run(feeds, [...nodes.report, nodes.applied]));
  }

  #publish({ memory }: SharedGradientNodes, inputs: PassInputs, place: Int32Array): PassReport {
    const nodes = found(this.nodes.passes, inputs.shape);
    if (!nodes.published) throw new Error('This graph was written without shared gradients.');
    const feeds = passFeeds(nodes, inputs).set(memory, place);
    return reportOf(this.session.run(feeds, [...nodes.report, nodes.published]));
  }

  #applySum({ memory, appliedSum }: SharedGradientNodes, place: Int32Array, step: OptimiserStep): void {
    const feeds = new Map<GraphValue, FedValues>(this.nodes.optimiser.scalarsOf(step));
    this.session.run(feeds.set(memory, place), [appliedSum]);
  }

  statistics(inputs: ForwardInputs): Float32Array {
    const nodes = found(this.nodes.passes, inputs.shape);
    if (!nodes.statistics) throw new Error('This program pools nothing.');
    const [values] = this.session.run(forwardFeeds(nodes, inputs), [nodes.statistics]);
    return values as Float32Array;
  }

  predict(shape: PassShape, inputs: Float32Array, seeds: Int32Array): Float32Array {
    const nodes = found(this.nodes.predictions, shape);
    const feeds = new Map<GraphValue, FedValues>([
      [nodes.inputs, inputs],
      [nodes.seeds, seeds],
    ]);
    const [outputs] = this.session.run(feeds, [nodes.outputs]);
    return outputs as Float32Array;
  }

  dispose(): void {
    this.session.dispose();
  }
}

function forwardFeeds(nodes: PassNodes, inputs: ForwardInputs): Map<GraphValue, FedValues> {
  return new Map<GraphValue, FedValues>([
    [nodes.inputs, inputs.inputs],
    [nodes.targets, inputs.targets],
    [nodes.seeds, inputs.seeds],
  ]);
}

function passFeeds(nodes: PassNodes, inputs: PassInputs): Map<GraphValue, FedValues> {
  const feeds = forwardFeeds(nodes, inputs);
  feeds.set(nodes.share, Float32Array.of(inputs.share));
  if (inputs.pooled) feeds.set(nodes.pooled, inputs.pooled);
  return feeds;
}

function reportOf([nll, fit, kl]: readonly FedValues[]): PassReport {
  return { nll: nll[0], fit: fit[0], kl: kl[0] };
}

function found<Nodes>(nodes: ReadonlyMap<string, Nodes>, shape: PassShape): Nodes {
  const match = nodes.get(keyOf(shape));
  if (!match)
    throw new Error(`The program was not compiled for ${shape.samples} samples of ${shape.items} items.`);
  return match;
}
