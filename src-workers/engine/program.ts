import type { Scalar, Tensor, Tensor1D, Tensor2D, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import type { ParameterSpec } from './parameter-layout';

/** One pass's tensors. A step may take several passes, each over some of its samples. */
export interface PassTensors {
  /** [items, height, width, channels], normalised */
  readonly images: Tensor4D;
  /** int32 [items] */
  readonly labels: Tensor1D;
  /** int32 [weight tensors, samples, 2] */
  readonly seeds: Tensor3D;
  /** The pass's part of the whole step: samples * items / (S * B). Parts of a step add up to 1. */
  readonly share: Scalar;
  /** Log of the likelihood's sum over all samples of the step, [items]: read by `exact` pooling alone. */
  readonly pooled: Tensor1D;
}

export interface PassOutputs {
  /** Of the pass's share of the objective (nats per data set), one per parameter. */
  readonly gradients: readonly Tensor[];
  /** Mean negative log-likelihood of the pass, nats per item. */
  readonly nll: Scalar;
  readonly accuracy: Scalar;
  /** KL divergence of the whole posterior, nats. */
  readonly kl: Scalar;
}

export interface Prediction {
  /** Sum over samples of class probabilities, [items, classes] */
  readonly probabilities: Tensor2D;
  /** Sum over samples of the entropy of each draw's probabilities in nats, [items] */
  readonly entropies: Tensor1D;
}

/** What is trained, written once in tfjs operations; an engine runs it eagerly or compiles it. */
export interface Program {
  readonly parameters: readonly ParameterSpec[];
  /** Weight tensors that draw noise. */
  readonly noiseTensors: number;
  readonly imageShape: readonly [height: number, width: number, channels: number];
  readonly classes: number;
  pass(parameters: readonly Tensor[], tensors: PassTensors, shape: PassShape): PassOutputs;
  /** Log of the sum over the pass's samples of p(y_b | x_b, w_s), [items]: a forward pass. */
  logPooled(
    parameters: readonly Tensor[],
    tensors: Pick<PassTensors, 'images' | 'labels' | 'seeds'>,
    shape: PassShape,
  ): Tensor1D;
  predict(parameters: readonly Tensor[], images: Tensor4D, seeds: Tensor3D, shape: PassShape): Prediction;
}

/** Sizes are fixed when a program is compiled. */
export interface PassShape {
  readonly samples: number;
  readonly items: number;
  /** Place of the first sample among the worker's own; it matters where samples have parameters of their own. */
  readonly firstOwn: number;
}

export interface PassInputs {
  readonly shape: PassShape;
  readonly images: Float32Array;
  readonly labels: Int32Array;
  readonly seeds: Int32Array;
  readonly share: number;
  readonly pooled?: Float32Array;
}

export interface PassReport {
  readonly nll: number;
  readonly accuracy: number;
  readonly kl: number;
}

/** Adam's numbers for one step (Kingma and Ba, arXiv 1412.6980, algorithm 1); PyTorch's place for epsilon. */
export interface AdamStep {
  readonly learningRate: number;
  /** Counts from 1. */
  readonly step: number;
}

export interface PredictionSums {
  /** [items, classes] */
  readonly probabilities: Float32Array;
  /** [items] */
  readonly entropies: Float32Array;
}

/** A program ready to run. Parameters and optimiser state live inside it. */
export interface CompiledProgram {
  /** Sets all parameters (flat, in the program's layout) and clears the optimiser's moments. */
  setParameters(flat: Float32Array): void;
  parameters(): Float32Array;
  /** Forward and backward pass; the gradient is flat. Changes nothing. */
  gradients(inputs: PassInputs): { readonly gradients: Float32Array; readonly report: PassReport };
  /** Applies a flat gradient with Adam. */
  apply(gradients: Float32Array, adam: AdamStep): void;
  /** Both at once, without the gradient leaving the engine: for a worker that is alone. */
  gradientsAndApply(inputs: PassInputs, adam: AdamStep): PassReport;
  /** The forward pass that `exact` pooling needs before gradients; only where compiled for it. */
  logPooled(inputs: Omit<PassInputs, 'share' | 'pooled'>): Float32Array;
  predict(shape: PassShape, images: Float32Array, seeds: Int32Array): PredictionSums;
  dispose(): void;
}

/** Which sizes a compiled program must be able to run. */
export interface CompileOptions {
  readonly passes: readonly PassShape[];
  readonly predictions: readonly PassShape[];
  /** Whether the likelihood is pooled over passes before the backward pass. */
  readonly poolsOverPasses: boolean;
  readonly weightDecay: number;
}
