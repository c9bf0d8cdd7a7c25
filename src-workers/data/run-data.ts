import type { TimeStep } from '../../src-shared/data/time-step';
import type { Noise } from '../../src-shared/experiment/noise';
import type { EmbeddedInputs } from '../../src-shared/network/embedded-columns';
import type { FieldGrid } from '../../src-shared/posterior/posterior-metadata';
import type { Dependence } from './dependence';
import type { RowKey } from './row-key';

/** Items as the graph takes them; buffers are reused from batch to batch. */
export interface Batch {
  /** [sets, items, ...inputShape], standardised */
  readonly inputs: Float32Array;
  /** Class labels [sets, items], or of pixels [sets, items, ...targetShape], -1 where one is ignored; or standardised values [sets, items, ...targetShape]; NaN marks a value that is not known. */
  readonly targets: Int32Array | Float32Array;
}

/** What a batch is to hold: one set of items after the other, each seen by other samples. */
export interface BatchRequest {
  /** By their numbers, [sets, items of each] */
  readonly indices: Uint32Array;
  /** Counts from 0; part of the key of the augmentation's noise. */
  readonly epoch: number;
  /** Of each set: the other part of that key. */
  readonly views: readonly number[];
}

/** Fills batches of one size. */
export interface ItemReader {
  /** Of all sets. */
  readonly items: number;
  /**
   * Starts reading these items in the background where that pays. The next `read`, asked for the same, finds them
   * ready; asked for others, it reads those. Both give the same numbers.
   */
  prefetch(request: BatchRequest): void;
  /** Reads these items. Where there are fewer than the batch holds, the rest repeats the first of them. */
  read(request: BatchRequest): Batch;
}

/** Items of one set as they are. */
export function plainItems(indices: Uint32Array): BatchRequest {
  return { indices, epoch: 0, views: [0] };
}

export interface Classification extends EmbeddedInputs {
  readonly kind: 'classification';
  readonly inputShape: readonly number[];
  readonly classNames: readonly string[];
  /** What each class weighs in the likelihood; missing where all weigh 1. */
  readonly classWeights?: readonly number[];
  /** Where classes are ordered as they are named: the thresholds between them that training begins at, ascending. */
  readonly thresholds?: readonly number[];
}

export interface Regression extends EmbeddedInputs {
  readonly kind: 'regression';
  readonly inputShape: readonly number[];
  /** The last axis runs over `targetNames`: [1] of a table, [horizon, 1] of a series, [height, width, fields]. */
  readonly targetShape: readonly number[];
  readonly targetNames: readonly string[];
  readonly targetUnit?: string;
  /** Of each of `targetNames` the unit that the cells of its column say (of a series' or its name), empty where they say none; missing where none does. */
  readonly cellUnits?: readonly string[];
  /** One for each of `targetNames`: value = mean + std * standardised value. */
  readonly targetMean: readonly number[];
  readonly targetStd: readonly number[];
  /** What each row of a grid weighs in the likelihood; missing where all weigh 1. */
  readonly rowWeights?: readonly number[];
}

/** A class for each pixel of an item. */
export interface Segmentation {
  readonly kind: 'segmentation';
  readonly inputShape: readonly number[];
  /** Of an item's class map: [height, width]. */
  readonly targetShape: readonly number[];
  readonly classNames: readonly string[];
}

/** The label of a pixel that counts for nothing, whatever its file calls it. */
export const ignored = -1;

/** One of several likelihoods: of its own part of the network's outputs, and of the targets. */
export interface HeadTask {
  /** That of what it predicts. */
  readonly name: string;
  readonly task: Classification | Regression;
  /** Of values. */
  readonly noise: Noise;
  /** What its log-likelihood counts in the sum. */
  readonly weight: number;
  /** The outputs of a network of one's own that it takes, by their names; none where they are told by their place. */
  readonly outputs: readonly string[];
}

/** Several things of an item, each with a likelihood of its own. */
export interface SeveralHeads extends EmbeddedInputs {
  readonly kind: 'heads';
  readonly inputShape: readonly number[];
  /** [numbers of all heads together]: labels as numbers, and standardised values. */
  readonly targetShape: readonly number[];
  readonly heads: readonly HeadTask[];
}

/** What is to be learned from the items. */
export type Task = Classification | Segmentation | Regression | SeveralHeads;

/** A picture as a person sees it. */
export interface Picture {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** [height, width, channels], 0 to 255 */
  readonly pixels: Uint8Array;
}

/** A test picture as it was before standardisation. */
export interface ItemPicture extends Picture {
  /** Its position in the test split. */
  readonly item: number;
  readonly label: number;
}

/** The steps of a window that are known when it is predicted. */
export interface PastSteps {
  /** [steps, targets], in the targets' own units; NaN where one is not known. */
  readonly values: Float64Array;
  /** ISO 8601, of a step counted from the first; past the last of them, of those to predict. */
  timeAt(step: number): string;
}

/** The data of one run: the items of each split by their numbers, and readers that fill batches with them. */
export interface RunData {
  readonly task: Task;
  readonly train: Uint32Array;
  readonly validation: Uint32Array;
  readonly test: Uint32Array;
  /** Test items of classes that were left out of all splits, or windows of a period that was. */
  readonly leftOut?: Uint32Array;
  /** What a person should know of the data though it can be trained on: whole sentences. */
  readonly warnings: readonly string[];
  /** How inputs were standardised, as JSON, for the posterior's metadata. */
  readonly normalisation: unknown;
  /** Where items are windows of a series: the step between its times. */
  readonly timeStep?: TimeStep | undefined;
  /** Where the rows and columns of fields lie, for the posterior's metadata. */
  readonly grid?: FieldGrid | undefined;
  /** Of fields on a grid of latitudes: of each value of an item the area of its cell, in times of their mean. */
  readonly areas?: Float64Array | undefined;
  /** @param items of all sets of a batch */
  trainReader(items: number): ItemReader;
  /** Reads any split, never augmented. */
  evaluationReader(items: number): ItemReader;
  /** Labels [indices] or [indices, ...targetShape], or standardised values [indices, ...targetShape]: what `read` gives as targets, of any number of items. */
  targetsOf(indices: Uint32Array): Int32Array | Float32Array;
  /** How items depend on each other; where they do not it is missing. */
  dependenceOf?(indices: Uint32Array): Dependence;
  /** What came last before what is to be predicted, as targets are: [indices, ...targetShape], NaN where nothing is known. Of items that follow each other in time. */
  persistenceOf?(indices: Uint32Array): Float32Array;
  /** Where items come from, in words that lead back to it; none where their place in their split says it. */
  readonly keys: readonly RowKey[];
  /** Where items are pictures. */
  pictureOf?(item: number): ItemPicture;
  /** Where pixels have classes: the item that they lie on, as far as it can be drawn. */
  drawnOf?(item: number): Picture | undefined;
  /** Where items are windows of a series: the steps before those to predict. */
  pastOf?(item: number): PastSteps;
  /** Where items are windows of a series: ISO 8601, of the first step that an item forecasts. */
  originOf?(item: number): string;
  /** Ends the readers' background threads. */
  close(): void;
}
