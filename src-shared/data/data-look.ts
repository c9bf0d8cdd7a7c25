import type { ItemCounts } from '../experiment/data/item-counts';
import type { TimeStep } from './time-step';

/** What data of a person's own hold, before anything is trained on them. */
export type DataLook = TableLook | PicturesLook | ArraysLook | FieldsLook;

interface Look {
  /** What was understood: whole sentences. */
  readonly notes: readonly string[];
  /** What may be a mistake, each with its remedy: whole sentences. */
  readonly odd: readonly string[];
}

export interface TableLook extends Look {
  readonly kind: 'table';
  readonly file: string;
  readonly rows: number;
  readonly columns: readonly ColumnLook[];
  /** Where the rows are steps of time. */
  readonly series?: SeriesLook;
}

/** A table whose rows are steps of time. */
export interface SeriesLook {
  readonly timeColumn: string;
  /** The column that tells several series apart, and how many it tells. */
  readonly seriesColumn?: string;
  readonly series: number;
  readonly step: TimeStep;
  /** Of each series; the shortest counts. */
  readonly steps: number;
  readonly first: string;
  readonly last: string;
  /** The columns of numbers, of the first series. */
  readonly curves: readonly CurveLook[];
  /** Where its steps are not even: which, and what helps. A whole sentence. */
  readonly uneven?: string;
}

/** A column over time: of each of equal parts of the steps the least and the most, NaN where nothing is known. */
export interface CurveLook {
  readonly column: string;
  readonly least: readonly number[];
  readonly most: readonly number[];
}

export interface ColumnLook {
  readonly name: string;
  /** Cells that hold nothing. */
  readonly empty: number;
  /** Different cells that hold something. */
  readonly different: number;
  /** Whether its texts name single rows, so that a run leaves it out as an input. */
  readonly namesRows?: true;
  /** Whether its texts are days in an order that they do not tell, which a run refuses. */
  readonly holdsOtherDays?: true;
  readonly holds: ColumnContents;
}

/** Of all numbers that are known. */
export interface NumbersLook {
  readonly kind: 'numbers';
  /** Where the cells or the column's name say it. */
  readonly unit?: string;
  readonly least: number;
  readonly most: number;
  readonly mean: number;
  readonly std: number;
  /** How many lie in each of equal parts of the range. */
  readonly histogram: readonly number[];
}

export type ColumnContents =
  | NumbersLook
  /** The most frequent, with their rows. */
  | { readonly kind: 'texts'; readonly frequent: readonly { readonly text: string; readonly rows: number }[] }
  | { readonly kind: 'times'; readonly first: string; readonly last: string }
  /** Numbers but for some cells, of which the first is the example. */
  | { readonly kind: 'mixed'; readonly others: number; readonly example: string; readonly place: string }
  | { readonly kind: 'nothing' };

export interface PicturesLook extends Look {
  readonly kind: 'pictures';
  readonly place: string;
  readonly pictures: number;
  /** What is predicted of each, as far as the files tell. */
  readonly task: 'classification' | 'regression' | 'segmentation';
  /** What is in no part is drawn. Of masks, and where numbers are predicted, there are none. */
  readonly classes: readonly PictureClass[];
  /** What a CSV file says of each picture, where it is numbers. */
  readonly values: readonly ColumnLook[];
  /** In parts by themselves; what is in none is drawn. */
  readonly parts: ItemCounts;
  /** Of some pictures spread over all, the most frequent first; in pixels. */
  readonly sizes: readonly { readonly height: number; readonly width: number; readonly pictures: number }[];
  /** Some of each class, where drawings were asked for. */
  readonly shown: readonly ShownPicture[];
}

export interface PictureClass extends ItemCounts {
  readonly name: string;
  readonly pictures: number;
}

/** A picture made small. */
export interface ShownPicture {
  readonly name: string;
  /** The place of its class, or -1 where there are none. */
  readonly label: number;
  /** Of its file, in pixels. */
  readonly own: { readonly height: number; readonly width: number };
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** [height, width, channels] as base64. */
  readonly pixels: string;
}

export interface ArraysLook extends Look {
  readonly kind: 'arrays';
  readonly place: string;
  readonly arrays: readonly ArrayLook[];
  /** What seems to be meant. */
  readonly guess: ArraysGuess;
  /** Items of the inputs by the parts that the file tells; `drawn` where the seed draws. */
  readonly parts: ItemCounts & { readonly drawn: number };
  /** Some items that are pictures, where drawings were asked for. */
  readonly shown: readonly ShownPicture[];
  /** Of the targets where they are classes, in their order. */
  readonly classes: readonly string[];
}

export interface ArraysGuess {
  readonly inputs: string;
  readonly targets: string;
  readonly task: 'classification' | 'regression' | 'segmentation';
}

export interface ArrayLook {
  readonly name: string;
  readonly shape: readonly number[];
  /** As in `whole numbers of 8 bits`. */
  readonly type: string;
  /** Items looked at; fewer than there are where there are many. */
  readonly looked: number;
  /** NaN or infinite, among those looked at. */
  readonly unknown: number;
  /** Different values, among those looked at; undefined where they were not counted. */
  readonly different?: number;
  readonly holds: ColumnContents;
}

export interface FieldsLook extends Look {
  readonly kind: 'fields';
  readonly place: string;
  readonly files: number;
  readonly variables: readonly VariableLook[];
  readonly steps: number;
  /** Undefined where the files tell no times. */
  readonly times?: {
    readonly first: string;
    readonly last: string;
    readonly step?: TimeStep;
    readonly calendar: string;
    /** Steps that the next one does not follow at that pace. */
    readonly gaps: number;
  };
  readonly rows: AxisLook;
  readonly columns: AxisLook;
  /** What seems to be meant. */
  readonly guess: { readonly variables: readonly string[]; readonly levels: readonly number[] };
}

export interface AxisLook {
  readonly name: string;
  readonly points: number;
  /** Undefined where the file does not tell. */
  readonly first?: number;
  readonly last?: number;
  readonly units: string;
}

/** A variable over time, y and x. */
export interface VariableLook {
  readonly name: string;
  readonly unit: string;
  /** Steps, rows, columns. */
  readonly shape: readonly number[];
  /** Where it has several; the statistics and the map are of `level`. */
  readonly levels: readonly number[];
  readonly level?: number;
  /** Steps looked at; fewer than there are where there are many. */
  readonly looked: number;
  /** Share of the values that are not known, among those. */
  readonly unknown: number;
  readonly holds: ColumnContents;
  /** One of its steps, thinned, north at the top where that is known; empty unless drawings were asked for. */
  readonly map?: {
    readonly step: number;
    readonly height: number;
    readonly width: number;
    readonly values: readonly number[];
  };
}

/** How far a look is: what is done, and how much of it. */
export type LookProgress = (step: string, done: number, total: number) => void;
