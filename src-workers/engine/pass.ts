/** Sizes are fixed when a program is compiled. */
export interface PassShape {
  readonly samples: number;
  readonly items: number;
  /** Place of the first sample among the worker's own; it matters where samples have parameters of their own. */
  readonly firstOwn: number;
  /** Sets of inputs that the samples see in turn, sample i the set i mod this; 1 unless said. */
  readonly inputSets?: number;
  /** 1 where all samples have the same targets, as unless said; else each sample has its own. */
  readonly targetSets?: number;
  /** Place of the first item in the whole batch; it matters where items have noise of their own, and is 0 unless said. */
  readonly firstItem?: number;
  /** Where workers tell each other what their items have before a pass goes on. */
  readonly batchParts?: BatchParts | undefined;
}

/** A batch that several workers share, each with items of its own, while all of them draw the same samples. */
export interface BatchParts {
  /** Items of each worker; 0 where one has none. */
  readonly items: readonly number[];
  /** This worker's place among them. */
  readonly own: number;
}

export type TargetValues = Float32Array | Int32Array;

/** What a pass sees, as numbers. */
interface GivenItems {
  readonly inputs: Float32Array;
  readonly targets: TargetValues;
}

/** A batch on the device, or on its way there. */
export interface LoadedBatch {
  readonly loader: number;
  readonly number: number;
}

/** What a pass sees of a batch that was brought to the device before. */
export interface LoadedItems {
  readonly loaded: LoadedBatch;
  /** Places of the sets among the batch's own. */
  readonly inputPlaces: readonly number[];
  readonly targetPlaces: readonly number[];
}

export type PassItems = GivenItems | LoadedItems;

export type ForwardInputs = PassItems & { readonly shape: PassShape; readonly seeds: Int32Array };

export type PassInputs = ForwardInputs & PassNumbers;

/** What of a pass is neither items nor noise. */
interface PassNumbers {
  readonly share: number;
  /** What the divergence counts for in this step; 1 unless said. */
  readonly klWeight?: number;
  readonly pooled?: Float32Array;
  /** Of the noise in the gradients of chains. */
  readonly noiseStd?: number;
}

export interface PassReport {
  readonly nll: number;
  readonly fit: number;
  readonly kl: number;
  /** The pass's share of each chain's potential energy, where chains go by them. */
  readonly energies?: Float32Array;
}

/** One step's numbers for the optimiser. */
export interface OptimiserStep {
  readonly learningRate: number;
  /** Counts from 1. */
  readonly step: number;
  /** Of this step alone, instead of the setting of sgd. */
  readonly momentum?: number;
}
