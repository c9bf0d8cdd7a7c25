import type { Scalar, Tensor, Tensor1D, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import { adamCorrections } from '../adam';
import { GraphBuilder, type GraphValue } from '../graph/graph-builder';
import { layoutOf } from '../parameter-layout';
import type {
  AdamStep,
  CompiledProgram,
  CompileOptions,
  PassInputs,
  PassReport,
  PassShape,
  PassTensors,
  PredictionSums,
  Program,
} from '../program';
import { traceInto } from '../trace/trace';
import type { Binding } from './binding';
import { addOptimiser, type OptimiserNodes } from './optimiser-graph';
import { type FedValues, Session } from './session';

interface PassNodes {
  readonly images: GraphValue;
  readonly labels: GraphValue;
  readonly seeds: GraphValue;
  readonly share: GraphValue;
  readonly pooled: GraphValue;
  /** Where the likelihood is pooled over passes. */
  readonly logPooled?: GraphValue;
  readonly gradients: GraphValue;
  readonly report: readonly GraphValue[];
  /** Runs the pass and applies its gradient. */
  readonly applied: GraphValue;
}

interface PredictionNodes {
  readonly images: GraphValue;
  readonly seeds: GraphValue;
  readonly sums: readonly GraphValue[];
}

/** Writes a program as one TensorFlow graph (all sizes, optimiser included) and loads it. */
export function compileForTensorflow(
  binding: Binding,
  program: Program,
  options: CompileOptions,
): CompiledProgram {
  const graph = new GraphBuilder();
  const layout = layoutOf(program.parameters);
  const optimiser = addOptimiser(graph, layout, options.weightDecay);
  const passes = new Map(
    options.passes.map((shape) => [
      keyOf(shape),
      addPass(graph, program, optimiser, shape, options.poolsOverPasses),
    ]),
  );
  const predictions = new Map(
    options.predictions.map((shape) => [keyOf(shape), addPrediction(graph, program, optimiser, shape)]),
  );
  return new TensorflowProgram(
    new Session(binding, graph.nodes),
    optimiser,
    passes,
    predictions,
    layout.floats,
  );
}

function keyOf({ samples, items, firstOwn }: PassShape): string {
  return `${samples}x${items}from${firstOwn}`;
}

function addPass(
  graph: GraphBuilder,
  program: Program,
  optimiser: OptimiserNodes,
  shape: PassShape,
  poolsOverPasses: boolean,
): PassNodes {
  const inputs = addPassInputs(graph, program, shape);
  const { images, labels, seeds, share, pooled } = inputs;
  const count = program.parameters.length;
  const outputs = traceInto(
    graph,
    [...optimiser.parameters, images, labels, seeds, share, pooled],
    (tensors) => {
      const pass = program.pass(tensors.slice(0, count), passTensors(tensors.slice(count)), shape);
      return [...pass.gradients, pass.nll, pass.accuracy, pass.kl];
    },
  );
  const gradients = optimiser.concatenate(outputs.slice(0, count));
  return {
    ...inputs,
    ...(poolsOverPasses ? { logPooled: addLogPooled(graph, program, optimiser, inputs, shape) } : {}),
    gradients,
    report: outputs.slice(count),
    applied: optimiser.applyTo(gradients),
  };
}

type PassInputNodes = Pick<PassNodes, 'images' | 'labels' | 'seeds' | 'share' | 'pooled'>;

function addPassInputs(graph: GraphBuilder, program: Program, shape: PassShape): PassInputNodes {
  const key = keyOf(shape);
  return {
    images: graph.placeholder(`images_${key}`, [shape.items, ...program.imageShape], 'float32'),
    labels: graph.placeholder(`labels_${key}`, [shape.items], 'int32'),
    seeds: graph.placeholder(`seeds_${key}`, [program.noiseTensors, shape.samples, 2], 'int32'),
    share: graph.placeholder(`share_${key}`, [], 'float32'),
    pooled: graph.placeholder(`pooled_${key}`, [shape.items], 'float32'),
  };
}

function passTensors([images, labels, seeds, share, pooled]: readonly Tensor[]): PassTensors {
  return {
    images: images as Tensor4D,
    labels: labels as Tensor1D,
    seeds: seeds as Tensor3D,
    share: share as Scalar,
    pooled: pooled as Tensor1D,
  };
}

function addLogPooled(
  graph: GraphBuilder,
  program: Program,
  optimiser: OptimiserNodes,
  { images, labels, seeds }: PassInputNodes,
  shape: PassShape,
): GraphValue {
  const count = program.parameters.length;
  const [output] = traceInto(graph, [...optimiser.parameters, images, labels, seeds], (tensors) => {
    const [imagesIn, labelsIn, seedsIn] = tensors.slice(count);
    const forward = {
      images: imagesIn as Tensor4D,
      labels: labelsIn as Tensor1D,
      seeds: seedsIn as Tensor3D,
    };
    return [program.logPooled(tensors.slice(0, count), forward, shape)];
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
  const images = graph.placeholder(`predict_images_${key}`, [shape.items, ...program.imageShape], 'float32');
  const seeds = graph.placeholder(`predict_seeds_${key}`, [program.noiseTensors, shape.samples, 2], 'int32');
  const count = program.parameters.length;
  const sums = traceInto(graph, [...optimiser.parameters, images, seeds], (tensors) => {
    const [imagesIn, seedsIn] = tensors.slice(count) as readonly Tensor[];
    const { probabilities, entropies } = program.predict(
      tensors.slice(0, count),
      imagesIn as Tensor4D,
      seedsIn as Tensor3D,
      shape,
    );
    return [probabilities, entropies];
  });
  return { images, seeds, sums };
}

class TensorflowProgram implements CompiledProgram {
  constructor(
    readonly session: Session,
    readonly optimiser: OptimiserNodes,
    readonly passes: ReadonlyMap<string, PassNodes>,
    readonly predictions: ReadonlyMap<string, PredictionNodes>,
    readonly floats: number,
  ) {}

  setParameters(flat: Float32Array): void {
    this.session.run(new Map([[this.optimiser.newParameters, flat]]), [this.optimiser.assigned]);
  }

  parameters(): Float32Array {
    const [flat] = this.session.run(new Map(), [this.optimiser.flatParameters]);
    return flat as Float32Array;
  }

  gradients(inputs: PassInputs): { gradients: Float32Array; report: PassReport } {
    const nodes = found(this.passes, inputs.shape);
    const [gradients, ...report] = this.session.run(passFeeds(nodes, inputs), [
      nodes.gradients,
      ...nodes.report,
    ]);
    return { gradients: gradients as Float32Array, report: reportOf(report) };
  }

  apply(gradients: Float32Array, adam: AdamStep): void {
    const feeds = this.#adamFeeds(adam);
    feeds.set(this.optimiser.fedGradients, gradients);
    this.session.run(feeds, [this.optimiser.appliedFed]);
  }

  gradientsAndApply(inputs: PassInputs, adam: AdamStep): PassReport {
    const nodes = found(this.passes, inputs.shape);
    const feeds = new Map([...passFeeds(nodes, inputs), ...this.#adamFeeds(adam)]);
    return reportOf(this.session.run(feeds, [...nodes.report, nodes.applied]));
  }

  logPooled(inputs: Omit<PassInputs, 'share' | 'pooled'>): Float32Array {
    const nodes = found(this.passes, inputs.shape);
    if (!nodes.logPooled) throw new Error('The program was not compiled to pool over passes.');
    const feeds = new Map<GraphValue, FedValues>([
      [nodes.images, inputs.images],
      [nodes.labels, inputs.labels],
      [nodes.seeds, inputs.seeds],
    ]);
    const [pooled] = this.session.run(feeds, [nodes.logPooled]);
    return pooled as Float32Array;
  }

  predict(shape: PassShape, images: Float32Array, seeds: Int32Array): PredictionSums {
    const nodes = found(this.predictions, shape);
    const feeds = new Map<GraphValue, FedValues>([
      [nodes.images, images],
      [nodes.seeds, seeds],
    ]);
    const [probabilities, entropies] = this.session.run(feeds, nodes.sums) as Float32Array[];
    return { probabilities, entropies };
  }

  dispose(): void {
    this.session.dispose();
  }

  #adamFeeds({ learningRate, step }: AdamStep): Map<GraphValue, FedValues> {
    const { beta1Power, beta2Power, epsilon } = adamCorrections(step);
    const { scalars } = this.optimiser;
    return new Map([
      [scalars.learningRate, Float32Array.of(learningRate)],
      [scalars.beta1Power, Float32Array.of(beta1Power)],
      [scalars.beta2Power, Float32Array.of(beta2Power)],
      [scalars.epsilon, Float32Array.of(epsilon)],
    ]);
  }
}

function passFeeds(nodes: PassNodes, inputs: PassInputs): Map<GraphValue, FedValues> {
  return new Map<GraphValue, FedValues>([
    [nodes.images, inputs.images],
    [nodes.labels, inputs.labels],
    [nodes.seeds, inputs.seeds],
    [nodes.share, Float32Array.of(inputs.share)],
    ...(inputs.pooled ? [[nodes.pooled, inputs.pooled] as const] : []),
  ]);
}

function reportOf([nll, accuracy, kl]: readonly FedValues[]): PassReport {
  return { nll: nll[0], accuracy: accuracy[0], kl: kl[0] };
}

function found<Nodes>(nodes: ReadonlyMap<string, Nodes>, shape: PassShape): Nodes {
  const match = nodes.get(keyOf(shape));
  if (!match)
    throw new Error(`The program was not compiled for ${shape.samples} samples of ${shape.items} items.`);
  return match;
}
