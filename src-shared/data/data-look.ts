/** What data of a person's own hold, before anything is trained on them. */
export type DataLook = TableLook | PicturesLook;

export interface TableLook {
  readonly kind: 'table';
  readonly file: string;
  readonly rows: number;
  readonly columns: readonly ColumnLook[];
  /** What was understood of the file: whole sentences. */
  readonly notes: readonly string[];
  /** What may be a mistake, each with its remedy: whole sentences. */
  readonly odd: readonly string[];
}

export interface ColumnLook {
  readonly name: string;
  /** Cells that hold nothing. */
  readonly empty: number;
  /** Different cells that hold something. */
  readonly different: number;
  /** Whether its texts name single rows, so that a run leaves it out as an input. */
  readonly namesRows?: true;
  readonly holds: ColumnContents;
}

export type ColumnContents =
  | {
      readonly kind: 'numbers';
      /** Where the cells or the column's name say it. */
      readonly unit?: string;
      readonly least: number;
      readonly most: number;
      readonly mean: number;
      readonly std: number;
      /** Rows in each of equal parts of the range. */
      readonly histogram: readonly number[];
    }
  /** The most frequent, with their rows. */
  | { readonly kind: 'texts'; readonly frequent: readonly { readonly text: string; readonly rows: number }[] }
  | { readonly kind: 'times'; readonly first: string; readonly last: string }
  /** Numbers but for some cells, of which the first is the example. */
  | { readonly kind: 'mixed'; readonly others: number; readonly example: string; readonly place: string }
  | { readonly kind: 'nothing' };

export interface PicturesLook {
  readonly kind: 'pictures';
  readonly place: string;
  readonly pictures: number;
  /** What is in no part is drawn. */
  readonly classes: readonly {
    readonly name: string;
    readonly pictures: number;
    readonly train: number;
    readonly validation: number;
    readonly test: number;
  }[];
  /** Of some pictures spread over all, the most frequent first; in pixels. */
  readonly sizes: readonly { readonly height: number; readonly width: number; readonly pictures: number }[];
  readonly notes: readonly string[];
  readonly odd: readonly string[];
}
