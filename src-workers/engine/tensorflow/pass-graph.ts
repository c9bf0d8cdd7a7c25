import type { Scalar, Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { GraphBuilder, GraphValue } from '../graph/graph-builder';
import { layoutOf } from '../parameter-layout';
import type { PassShape } from '../pass';
import type { PassTensors, Program } from '../program';
import { traceInto } from '../trace/trace';
import { addBatchPart, type BatchPart } from './loaded-batches';
import { addConcatenation } from './parameter-slices';
import type { SummedNodes } from './pass-run';
import type { ParametersInGraph } from './program-optimiser';

/** The places of one pass that runs feed and fetch. */
export interface PassNodes {
  readonly inputs: BatchPart;
  readonly targets: BatchPart;
  readonly seeds: GraphValue;
  readonly share: GraphValue;
  readonly klWeight: GraphValue;
  readonly noiseStd: GraphValue;
  readonly pooled: GraphValue;
  /** Where the objective pools. */
  readonly statistics?: GraphValue;
  readonly gradients: GraphValue;
  readonly report: readonly GraphValue[];
  /** Runs the pass and hands its gradient to the optimiser. */
  readonly handedOn: GraphValue;
  readonly summed?: SummedNodes | undefined;
  /** Runs the pass and lets GPUs sum its gradient. */
  readonly summedOverGpus?: GraphValue | undefined;
}

export interface PredictionNodes {
  readonly inputs: GraphValue;
  readonly seeds: GraphValue;
  readonly outputs: GraphValue;
}

/** What tells a program's sizes apart. */
export function keyOf(shape: PassShape): string {
  const { samples, items, firstOwn, firstItem = 0, inputSets = 1, targetSets = 1, batchParts } = shape;
  const parts = batchParts ? `part${batchParts.own}of${batchParts.items.join('_')}` : '';
  return `${samples}x${items}from${firstOwn}and${firstItem}of${inputSets}and${targetSets}${parts}`;
}

/** Forward and backward pass of one size. */
export function addPass(
  graph: GraphBuilder,
  program: Program,
  optimiser: ParametersInGraph,
  shape: PassShape,
): PassNodes {
  const nodes = addPassInputs(graph, program, shape);
  const { inputs, targets, seeds, share, klWeight, noiseStd, pooled } = nodes;
  const count = program.parameters.length;
  const outputs = traceInto(
    graph,
    [...optimiser.parameters, inputs.values, targets.values, seeds, share, klWeight, noiseStd, pooled],
    (tensors) => {
      const pass = program.pass(tensors.slice(0, count), passTensors(tensors.slice(count)), shape);
      return [...pass.gradients, pass.nll, pass.fit, pass.kl, ...(pass.energies ? [pass.energies] : [])];
    },
  );
  const parts = outputs.slice(0, count);
  const gradients = addConcatenation(graph, layoutOf(program.parameters), parts);
  return {
    ...nodes,
    ...(program.pooledWidth > 0
      ? { statistics: addStatistics(graph, program, optimiser, nodes, shape) }
      : {}),
    gradients,
    report: outputs.slice(count),
    handedOn: optimiser.handOn(parts, gradients),
    summed: optimiser.sumUp?.(parts, gradients),
    summedOverGpus: optimiser.sumOverGpus?.(parts),
  };
}

type PassInputNodes = Pick<
  PassNodes,
  'inputs' | 'targets' | 'seeds' | 'share' | 'klWeight' | 'noiseStd' | 'pooled'
>;

function addPassInputs(graph: GraphBuilder, program: Program, shape: PassShape): PassInputNodes {
  const key = keyOf(shape);
  const { items, samples, inputSets = 1, targetSets = 1 } = shape;
  const targetShape = [targetSets, items, ...program.targetShape];
  return {
    inputs: addBatchPart(graph, 'inputs', key, [inputSets, items, ...program.inputShape], 'float32'),
    targets: addBatchPart(graph, 'targets', key, targetShape, program.targetType),
    seeds: graph.placeholder(`seeds_${key}`, [program.noiseTensors, samples, 2], 'int32'),
    share: graph.placeholder(`share_${key}`, [], 'float32'),
    klWeight: graph.placeholder(`kl_weight_${key}`, [], 'float32'),
    noiseStd: graph.placeholder(`noise_std_${key}`, [], 'float32'),
    pooled: graph.placeholder(`pooled_${key}`, [items, program.pooledWidth], 'float32'),
  };
}

function passTensors([
  inputs,
  targets,
  seeds,
  share,
  klWeight,
  noiseStd,
  pooled,
]: readonly Tensor[]): PassTensors {
  return {
    inputs,
    targets,
    seeds: seeds as Tensor3D,
    share: share as Scalar,
    klWeight: klWeight as Scalar,
    noiseStd: noiseStd as Scalar,
    pooled: pooled as Tensor2D,
  };
}

function addStatistics(
  graph: GraphBuilder,
  program: Program,
  optimiser: ParametersInGraph,
  { inputs, targets, seeds }: PassInputNodes,
  shape: PassShape,
): GraphValue {
  const count = program.parameters.length;
  const values = [...optimiser.parameters, inputs.values, targets.values, seeds];
  const [output] = traceInto(graph, values, (tensors) => {
    const [inputsIn, targetsIn, seedsIn] = tensors.slice(count);
    const forward = { inputs: inputsIn, targets: targetsIn, seeds: seedsIn as Tensor3D };
    return [program.statistics(tensors.slice(0, count), forward, shape)];
  });
  return output;
}

export function addPrediction(
  graph: GraphBuilder,
  program: Program,
  optimiser: ParametersInGraph,
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
