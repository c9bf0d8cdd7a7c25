import type { FieldSeries } from '../../src-files/data/field';
import type { FieldTimes } from '../../src-files/data/field-times';
import type { RowKey } from '../data/row-key';

/** A file or a folder of the person's own. */
export interface InputPlace {
  readonly path: string;
  readonly isFolder: boolean;
}

/** Fields that are predicted, as far as the files tell what they are of. */
export interface PredictedFields
  extends Pick<FieldSeries, 'names' | 'units' | 'steps' | 'height' | 'width' | 'rows' | 'columns' | 'axes'> {
  /** Of the steps that are predicted. */
  readonly times: FieldTimes | undefined;
}

/** Items to predict for, from files of a person's own; standardised as the training data were. */
export interface PredictionInputs {
  readonly items: number;
  /** What the rows of the result are told apart by, as `file`, `row` or `time`; columns of the result. */
  readonly keys: readonly RowKey[];
  /**
   * Standardised inputs of consecutive items, [count, ...inputShape].
   * @throws BadInputError naming the file (row and column) and what would be right
   */
  read(first: number, count: number): Promise<Float32Array>;
  /** Of fields: what their predictions run over, so that they can be written as fields. */
  readonly fields?: PredictedFields;
  /** What a person should know of them: whole sentences. */
  readonly notes: readonly string[];
}
