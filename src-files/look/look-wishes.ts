import type { LookProgress } from '../../src-shared/data/data-look';
import { asTold, type Dialect } from '../../src-shared/experiment/data/dialect';

/** What is wanted of a look at data. */
export interface LookWishes {
  /** The column or array to predict, where it is known. */
  readonly target?: string | undefined;
  /** A file of the same columns as a table, whose rows are the test. */
  readonly test?: string | undefined;
  /** How a table's cells are written, where that is not left to the file to tell. */
  readonly dialect: Dialect;
  /** Whether pictures and maps are wanted, and not their numbers alone. */
  readonly isDrawn: boolean;
  readonly onProgress: LookProgress;
}

/** What is wanted where nothing is said. */
export const plainWishes: LookWishes = { dialect: asTold, isDrawn: false, onProgress: () => undefined };
