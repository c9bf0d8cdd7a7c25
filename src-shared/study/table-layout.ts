import { lowered } from '../words/lowered';
import { isCount, isSpread, type StudyColumn, type StudyTable, type StudyValue } from './study-tables';

/** How columns and values of a table are written. */
export interface TableWords {
  readonly head: (column: StudyColumn) => string;
  /** `spread` is the standard deviation or error of a mean; null where there is none. */
  readonly cell: (column: StudyColumn, value: StudyValue, spread: StudyValue) => string;
}

/** A table of a study as people read it: no wider than what differs, a mean and its deviation in one cell. */
export interface TableLayout {
  /** What is the same in every row: "mode local". */
  readonly alike: readonly string[];
  readonly heads: readonly string[];
  /** The first cell of each names it. */
  readonly rows: readonly (readonly string[])[];
}

/** More measured columns than this are laid out as rows, where there are fewer rows than that. */
const mostAcross = 8;

/** A column whose values are texts already, in the order of the rows. */
interface ShownColumn {
  readonly column: StudyColumn;
  readonly texts: readonly string[];
}

/** Settings stand before the column that counts, and what was measured after it; of many scores each is a row. */
export function tableLayout({ columns, rows }: StudyTable, words: TableWords): TableLayout {
  const shown = columns.flatMap((column, place) =>
    isSpread(column) ? [] : [shownColumn(place, columns, rows, words)],
  );
  const runs = shown.findIndex(({ column }) => isCount(column));
  const settings = shown.slice(0, runs + 1);
  const measured = shown.slice(runs + 1);
  const isAlike = ({ texts }: ShownColumn) => rows.length > 1 && texts.every((text) => text === texts[0]);
  const alike = settings
    .filter(isAlike)
    .map(({ column, texts }) => `${lowered(words.head(column))} ${texts[0] ?? ''}`);
  const differing = settings.filter((one) => !isAlike(one));
  const isTurned = measured.length > mostAcross && measured.length > rows.length;
  return {
    alike,
    ...(isTurned
      ? turned(differing, scoresFirst(measured), rows.length, words)
      : across([...differing, ...measured], rows.length, words)),
  };
}

function across(shown: readonly ShownColumn[], rows: number, words: TableWords): Omit<TableLayout, 'alike'> {
  return {
    heads: shown.map(({ column }) => words.head(column)),
    rows: Array.from({ length: rows }, (_, row) => shown.map(({ texts }) => texts[row] ?? '')),
  };
}

function turned(
  settings: readonly ShownColumn[],
  measured: readonly ShownColumn[],
  rows: number,
  words: TableWords,
): Omit<TableLayout, 'alike'> {
  const nameOf = (row: number) =>
    settings
      .map(({ column, texts }) => settingText(lowered(words.head(column)), texts[row] ?? ''))
      .join(', ');
  return {
    heads: ['Score', ...Array.from({ length: rows }, (_, row) => nameOf(row) || 'all runs')],
    rows: measured.map(({ column, texts }) => [words.head(column), ...texts]),
  };
}

/** A number says nothing without what it counts: "samples 2", but "IVON". */
function settingText(head: string, text: string): string {
  return /^[\d.]/.test(text) ? `${head} ${text}` : text;
}

/** What was measured on test items stands before the rest. */
function scoresFirst(measured: readonly ShownColumn[]): readonly ShownColumn[] {
  const isTest = ({ column }: ShownColumn) => column.name.startsWith('test.');
  return [...measured.filter(isTest), ...measured.filter((one) => !isTest(one))];
}

function shownColumn(
  place: number,
  columns: readonly StudyColumn[],
  rows: StudyTable['rows'],
  words: TableWords,
): ShownColumn {
  const column = columns[place] ?? { name: '', unit: '' };
  const next = columns[place + 1];
  const spreadOf = (row: readonly StudyValue[]) => (next && isSpread(next) ? row[place + 1] : null);
  return { column, texts: rows.map((row) => words.cell(column, row[place] ?? null, spreadOf(row) ?? null)) };
}
