import type { ClassWeights } from './class-weights';
import type { Dialect } from './dialect';

/** What an empty cell of an input is: a mistake; the column's mean or median; or the mean, with an input that says so. */
export type MissingCells = 'refuse' | 'mean' | 'median' | 'mask';

/** What the columns of a table are for. */
export interface TableLayout {
  /** In the folder of a known data set; without it the person's own file. */
  readonly file?: string;
  /** A file whose rows are the test. */
  readonly testFile?: string | undefined;
  /** How the person's own file writes its cells. */
  readonly dialect?: Dialect;
  /** What is predicted, in this order. */
  readonly targets: readonly string[];
  /** Of the only target, where its name does not say it. */
  readonly unit?: string;
  /** What a column to predict holds. */
  taskOf(column: string): 'regression' | 'classification' | 'ordinal';
  /** Ordered classes from the least to the most; missing where their numbers say it. */
  readonly classes?: readonly string[] | undefined;
  readonly leaveOut: readonly string[];
  readonly missing: MissingCells;
  /** A column of more different texts has an embedding for each; none has where it is missing. */
  readonly embedAbove?: number | undefined;
  /** Numbers of an embedding, where they do not go by how many texts there are. */
  readonly embeddingSize?: number | undefined;
  /** Whether each class has the same share of each part. */
  readonly stratified: boolean;
  /** The column whose rows of one text stay in one part. */
  readonly groups?: string | undefined;
  /** What each class weighs in the likelihood. */
  readonly classWeights?: ClassWeights | undefined;
  /** The column that says the part of each row. */
  readonly splitColumn?: string | undefined;
}

export interface TableFacts<Settings> {
  layout(data: Settings): TableLayout;
}
