import type { RunColumn } from '../../../src-shared/runs/run-table';
import { columnHeading } from '../cells';
import type { TableView } from './table-view';
import { widestOf } from './text-width';

type Column = Pick<RunColumn, 'path' | 'kind' | 'source'>;

/** Pixels of a letter of a heading, and of what stands beside it: arrow and padding. */
const letterWidth = 8;
const besideHeading = 32;

const widthsOfKinds: Readonly<Record<RunColumn['kind'], number>> = {
  text: 120,
  number: 84,
  flag: 70,
  list: 104,
  time: 164,
  duration: 90,
};

/** Whether values stand with their last digits below each other. */
export function isNumeric({ kind }: Pick<RunColumn, 'kind'>): boolean {
  return kind === 'number' || kind === 'duration';
}

/** Pixels to both sides of a cell's text together. */
const cellPadding = 16;
/** Of a cell's text, in pixels. */
const textSize = 13;

/** Whether a text surely fits into a cell, without being measured. */
export function fitsIn(text: string, width: number): boolean {
  return widestOf(text, textSize) + cellPadding <= width;
}

/** Of a run's name, in pixels, as bold letters are wider. */
const nameSize = 14 * 1.15;
/** What stands beside a name: its line, two buttons and the padding. */
const besideName = 140;

/** Whether a run's name surely fits into its cell, without being measured. */
export function nameFitsIn(name: string, width: number): boolean {
  return widestOf(name, nameSize) <= width - besideName;
}

/** Room for a mean and its standard deviation. */
const meanWidth = 124;

/** Room for how far a run is and how its loss went. */
const statusWidth = 190;

/**
 * How wide a column is until somebody draws it otherwise, in pixels: as wide whichever of its rows are in sight, and whether or not
 * they are grouped, since every cell would be laid out anew with the first grouping.
 */
function usualWidth(column: Column): number {
  const heading = columnHeading(column.path).length * letterWidth + besideHeading;
  if (column.path === 'status') return statusWidth;
  const least = column.source === 'metric' ? meanWidth : 0;
  return Math.max(heading, widthsOfKinds[column.kind], least);
}

/** Pixels that a column may be wider where a large window has them: texts are cut otherwise, numbers would only be drawn apart. */
function growthOf({ path, kind }: Column): number {
  if (path === 'status') return 280;
  return kind === 'text' || kind === 'list' ? 140 : 0;
}

const choiceWidth = 34;
const leastNameWidth = 320;
/** From here on the others grow too. */
const goodNameWidth = 480;

/** The usual widths, and what a large window adds to them: whatever has been drawn, so that drawing one moves no other. */
function widthsIn(columns: readonly Column[], boxWidth: number): number[] {
  const usual = columns.map((column) => usualWidth(column));
  const spare = usual.reduce((left, width) => left - width, boxWidth - choiceWidth - goodNameWidth);
  const wanted = columns.reduce((sum, column) => sum + growthOf(column), 0);
  const share = Math.max(0, Math.min(1, spare / Math.max(1, wanted)));
  return columns.map((column, place) => (usual[place] ?? 0) + Math.floor(share * growthOf(column)));
}

/** Widths of a table in pixels. */
export interface TableWidths {
  readonly choice: number;
  readonly name: number;
  readonly columns: readonly number[];
  readonly whole: number;
}

/**
 * How wide each column of the table of runs is; names take what the others leave.
 * @param drawn what somebody has drawn wider or narrower
 * @param boxWidth pixels that are there
 */
export function tableWidths(
  columns: readonly Column[],
  drawn: TableView['widths'],
  boxWidth: number,
): TableWidths {
  const grown = widthsIn(columns, boxWidth);
  const widths = columns.map(({ path }, place) => drawn?.[path] ?? grown[place] ?? 0);
  const others = widths.reduce((sum, width) => sum + width, choiceWidth);
  const name = drawn?.name ?? Math.max(leastNameWidth, boxWidth - others);
  return { choice: choiceWidth, name, columns: widths, whole: others + name };
}
