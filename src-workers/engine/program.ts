import type { Scalar, Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { DeviceKind, MemoryNeed } from '../../src-shared/runs/run-estimate';
import type { BatchLoading } from './batch-loading';
import type { GpuSums } from './gpu-sums';
import type { MemoryWait } from './memory-wait';
import type { ParameterSpec } from './parameter-layout';
import type { ForwardInputs, OptimiserStep, PassInputs, PassReport, PassShape } from './pass';
import type { SharedMemory } from './shared-memory';
import type { SummedGradients } from './summed-gradients';

/** One pass's tensors. A step may take several passes, each over some of its samples. */
export interface PassTensors {
  /** [input sets, items, ...input shape] */
  readonly inputs: Tensor;
  /** Labels int32 [target sets, items], or values [target sets, items, ...target shape] */
  readonly targets: Tensor;
  /** int32 [weight tensors, samples, 2] */
  readonly seeds: Tensor3D;
  /** The pass's part of the whole step: samples * items / (S * B). Parts of a step add up to 1. */
  readonly share: Scalar;
  /** What the divergence counts for in this step, from 0 to 1. */
  readonly klWeight: Scalar;
  /** Of the noise that chains add to their gradients: read where there are chains. */
  readonly noiseStd: Scalar;
  /** Statistics over all samples of the step, [items, pooled width]: read where the objective pools. */
  readonly pooled: Tensor2D;
}

export type ForwardTensors = Pick<PassTensors, 'inputs' | 'targets' | 'seeds'>;

export interface PassOutputs {
  /** Of the pass's share of the objective (nats per data set), one per parameter. */
  readonly gradients: readonly Tensor[];
  /** Mean negative log-likelihood of the pass, nats per item. */
  readonly nll: Scalar;
  /** Accuracy, or mean squared error, of single draws. */
  readonly fit: Scalar;
  /** KL divergence of the whole posterior, nats. */
  readonly kl: Scalar;
  /** The pass's share of each chain's potential energy, [chains]; where chains go by them. */
  readonly energies?: Tensor;
}

/** What is trained, written once in tfjs operations; an engine runs it eagerly or compiles it. */
export interface Program {
  readonly parameters: readonly ParameterSpec[];
  /** Weight tensors that draw noise. */
  readonly noiseTensors: number;
  readonly inputShape: readonly number[];
  readonly targetShape: readonly number[];
  readonly targetType: 'int32' | 'float32';
  /** Numbers per item that passes pool before the backward pass; 0 where they do not. */
  readonly pooledWidth: number;
  pass(parameters: readonly Tensor[], tensors: PassTensors, shape: PassShape): PassOutputs;
  /** What a pass contributes to the pool, [items, pooled width]: a forward pass. */
  statistics(parameters: readonly Tensor[], tensors: ForwardTensors, shape: PassShape): Tensor2D;
  /** Predictions of every sample for inputs [items, ...input shape] that all see, [samples, items, ...outputs]. */
  predict(parameters: readonly Tensor[], inputs: Tensor, seeds: Tensor3D, shape: PassShape): Tensor;
}

/** Predictions with what their seeds have drawn already; as of the parameters that were set then. */
export interface DrawnPrediction {
  /** What was drawn takes so much memory. */
  readonly bytes: number;
  /** [samples, items, ...outputs], flat */
  predict(inputs: Float32Array): Float32Array;
}

/** A program ready to run. Parameters and optimiser state live inside it. */
export interface CompiledProgram {
  /** A sentence for a person where the engine is slower on this device than it could be. */
  readonly slowness?: string | undefined;
  /** Counts what it needs of this kind of device; where the engine can tell. */
  memory?(device: DeviceKind): MemoryNeed;
  /** Sets all parameters (flat, in the program's layout) and clears the optimiser's moments. */
  setParameters(flat: Float32Array): void;
  parameters(): Float32Array;
  /** The optimiser's moments, each a flat vector in the program's layout. */
  optimiserState(): readonly Float32Array[];
  /** Sets all parameters and leaves the moments as they are. */
  replaceParameters(flat: Float32Array): void;
  /** Goes back to what `parameters` and `optimiserState` once gave. */
  restore(parameters: Float32Array, state: readonly Float32Array[]): void;
  /** Forward and backward pass; the gradient is flat. Changes nothing. */
  gradients(inputs: PassInputs): { readonly gradients: Float32Array; readonly report: PassReport };
  /** Applies a flat gradient. */
  apply(gradients: Float32Array, step: OptimiserStep): void;
  /** Both at once, without the gradient leaving the engine: for a worker that is alone. */
  gradientsAndApply(inputs: PassInputs, step: OptimiserStep): PassReport;
  /** Memory in which workers exchange gradients; undefined where gradients have to come through JavaScript. */
  readonly sharedMemory?: SharedMemory | undefined;
  /** Where passes add up in the engine without memory that workers share. */
  readonly summedGradients?: SummedGradients | undefined;
  /** Where batches can be brought to the device ahead of the passes that see them. */
  readonly batchLoading?: BatchLoading | undefined;
  /** Where the engine computes on a GPU that can sum with others. */
  readonly gpuSums?: GpuSums | undefined;
  /** The forward pass that pooling needs before gradients; only where the program pools. */
  statistics(inputs: ForwardInputs): Float32Array;
  /** [samples, items, ...outputs], flat */
  predict(shape: PassShape, inputs: Float32Array, seeds: Int32Array): Float32Array;
  /**
   * Draws once for many predictions, where the engine can keep that; undefined where nothing is drawn, or it would take more
   * bytes. It stays until the program is disposed of.
   */
  drawOnce?(shape: PassShape, seeds: Int32Array, mostBytes: number): DrawnPrediction | undefined;
  dispose(): void;
}

/** Which sizes a compiled program must be able to run, and how it learns. */
export interface CompileOptions {
  readonly passes: readonly PassShape[];
  readonly predictions: readonly PassShape[];
  readonly optimiser: OptimiserSettings;
  /** What matrix products are computed from; float32 unless said. The plain JavaScript engine has no other. */
  readonly products?: 'float32' | 'bfloat16';
  /** What is done where the device has no more memory; it fails at once unless said. */
  readonly memoryWait?: MemoryWait | undefined;
}

/** What all optimisers have. Weight decay spares logarithms of standard deviations. */
interface CommonSettings {
  readonly weightDecay: number;
  readonly clipNorm?: number;
  /** What the learning rate of logarithms of standard deviations is multiplied with; 1 unless said. */
  readonly logStdRate?: number;
  /** Moves the Gaussians among the parameters by IVON, and only the others by what `kind` says. */
  readonly ivon?: IvonSettings;
}

/** IVON's numbers, named as arXiv 2402.17641 has them where they are its own. */
export interface IvonSettings {
  /** N: gradients are of the loss of so many items. */
  readonly items: number;
  /** N / heat: how many items' loss the posterior weighs against the prior. */
  readonly effectiveItems: number;
  /** What the learning rate is multiplied with. */
  readonly rate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly initialHessian: number;
  readonly clipRadius?: number;
}

export type OptimiserSettings = CommonSettings &
  (
    | /** weightDecay is L2 regularisation: the decayed parameters join the gradient. */
    { readonly kind: 'adam' }
    /** weightDecay is decoupled: parameters shrink by learning rate * weightDecay. */
    | { readonly kind: 'adamw' }
    | { readonly kind: 'sgd'; readonly momentum: number }
  );

export type SettingsOf<Kind extends OptimiserSettings['kind']> = Extract<OptimiserSettings, { kind: Kind }>;

/** Of programs that only predict. */
export const neverTrained: OptimiserSettings = { kind: 'sgd', momentum: 0, weightDecay: 0 };
