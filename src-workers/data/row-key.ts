/** What items are told apart by in a table, as `file`, `row` or `time`. */
export interface RowKey {
  readonly name: string;
  /** One for each of an item's rows in the table, or one for all: all are numbers, or all are texts. */
  of(item: number): readonly (string | number)[];
}
