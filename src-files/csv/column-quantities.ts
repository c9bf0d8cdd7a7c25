import type { ColumnCells, ColumnQuantity, ColumnText } from './column-contents';
import type { Csv } from './csv';
import { isEmptyWord, isGap } from './gaps';
import { isKnownUnit } from './known-units';
import { type NumberStyle, surelyIn } from './number-style';

import { quantityIn, quantityNumber, unitKey, type WrittenQuantity } from './quantity';

interface Word extends ColumnText {
  readonly quantity: WrittenQuantity | undefined;
}

const styles = ['plain', 'grouped', 'decimal-comma'] as const;

/**
 * A column's cells, its numbers among them that have a unit, another minus, parentheses or thousands of their own, if all cells that
 * hold something are written in one way. Where they nearly are, `unclear` says what stands against it.
 */
export function withQuantities(csv: Csv, cells: ColumnCells): ColumnCells {
  if (cells.texts.every(({ text }) => isGap(text))) return cells;
  const words = cells.texts
    .filter(({ text }) => !isGap(text))
    .map((word): Word => ({ ...word, quantity: quantityIn(word.text) }));
  const bare = bareNumbers(cells);
  const measured = words.filter(({ quantity }) => quantity);
  const empty = words.filter(({ text, quantity }) => !quantity && isEmptyWord(text));
  const others = words.length - measured.length - empty.length;
  if (measured.length === 0 && bare.rows === 0) return cells;
  const units = unitsOf(measured, bare);
  if (others === 0 && units.length === 1) {
    const style = styleOf(csv, cells, measured);
    if (style) return asNumbers(csv, cells, { words: measured, empty, style });
  }
  const unclear = unclearSentence(csv, cells, words, units);
  return unclear === undefined ? cells : { ...cells, unclear };
}

interface FoundUnit {
  readonly unit: string;
  readonly rows: number;
  readonly firstRow: number;
  readonly example: string;
}

/** Cells that are numbers already. */
function bareNumbers({ numbers }: ColumnCells): { readonly rows: number; readonly firstRow: number } {
  let rows = 0;
  let firstRow = -1;
  for (let row = 0; row < numbers.length; row += 1) {
    if (Number.isNaN(numbers[row])) continue;
    rows += 1;
    if (firstRow < 0) firstRow = row;
  }
  return { rows, firstRow };
}

/** The most frequent first. */
function unitsOf(words: readonly Word[], bare: ReturnType<typeof bareNumbers>): readonly FoundUnit[] {
  const found = new Map<string, FoundUnit>();
  const add = (unit: string, rows: number, firstRow: number, example: string) => {
    const before = found.get(unitKey(unit)) ?? { unit, rows: 0, firstRow, example };
    found.set(unitKey(unit), { ...before, rows: before.rows + rows });
  };
  for (const { text, rows, firstRow, quantity } of words)
    if (quantity) add(quantity.unit, rows, firstRow, text);
  if (bare.rows > 0) add('', bare.rows, bare.firstRow, '');
  return [...found.values()].sort((a, b) => b.rows - a.rows);
}

/** The style in which all numbers of a column can be read: the file's, or another that its cells leave no choice about. */
function styleOf(csv: Csv, cells: ColumnCells, words: readonly Word[]): NumberStyle | undefined {
  const numbers = words.flatMap(({ quantity }) => (quantity ? [quantity.number] : []));
  const isReadIn = (style: NumberStyle) => numbers.every((one) => !Number.isNaN(quantityNumber(one, style)));
  if (isReadIn(csv.numberStyle)) return csv.numberStyle;
  const own = styles.find((style) => isReadIn(style) && numbers.some((number) => surelyIn(number, style)));
  return own && areOfDigits(csv, cells) ? own : undefined;
}

const ofDigits = /^[+-]?\d+$/;

/** Whether the numbers that were read already are the same in every style. */
function areOfDigits(csv: Csv, { numbers, column }: ColumnCells): boolean {
  for (let row = 0; row < numbers.length; row += 1)
    if (!Number.isNaN(numbers[row]) && !ofDigits.test(csv.cell(row, column).trim())) return false;
  return true;
}

/** The same cells with the numbers of their words among the numbers; what is left of texts are gaps. */
function asNumbers(
  csv: Csv,
  cells: ColumnCells,
  { words, empty, style }: { words: readonly Word[]; empty: readonly ColumnText[]; style: NumberStyle },
): ColumnCells {
  const numberOf = new Map(
    words.flatMap(({ text, quantity }) =>
      quantity ? [[text, quantityNumber(quantity.number, style)] as const] : [],
    ),
  );
  const values = cells.texts.map(({ text }) => numberOf.get(text) ?? Number.NaN);
  const numbers = cells.numbers.map((number, row) =>
    Number.isNaN(number) ? values[cells.textOf[row]] : number,
  );
  const gaps = cells.texts.flatMap((one, place) => (Number.isNaN(values[place]) ? [{ one, place }] : []));
  const placeOf = new Int32Array(cells.texts.length).fill(-1);
  gaps.forEach(({ place }, at) => {
    placeOf[place] = at;
  });
  const isEmpty = new Set(empty.map(({ text }) => text));
  return {
    column: cells.column,
    numbers,
    texts: gaps.map(({ one }) => (isEmpty.has(one.text) ? { ...one, text: '' } : one)),
    textOf: cells.textOf.map((place) => (place < 0 ? place : placeOf[place])),
    quantity: {
      unit: words.find(({ quantity }) => quantity?.unit)?.quantity?.unit ?? '',
      ...(style === csv.numberStyle ? {} : { style }),
      ...ownSigns(words),
      emptyWords: empty,
    },
  };
}

function ownSigns(words: readonly Word[]): Pick<ColumnQuantity, 'owed'> {
  const owed = words.find(({ quantity }) => quantity?.isInParentheses);
  return owed ? { owed: owed.text } : {};
}

/** What keeps a column that seems to be measured from being numbers; undefined of others, whose words are categories or single mistakes. */
function unclearSentence(
  csv: Csv,
  cells: ColumnCells,
  words: readonly Word[],
  units: readonly FoundUnit[],
): string | undefined {
  const where = `${csv.fileName}: column ${csv.header[cells.column]}`;
  const [usual] = units;
  const odd = words.find(({ text, quantity }) => !quantity && !isEmptyWord(text));
  const named = units.filter(({ unit }) => unit !== '');
  const areKnown = named.length > 0 && named.every(({ unit }) => isKnownUnit(unit));
  if (!areKnown || named.every(({ unit, example }) => isSeat(unit, example))) return undefined;
  if (units.length > 1 && !odd)
    return `${where} is in several units: ${units
      .slice(0, mostNamed)
      .map((unit) => unitText(csv, unit))
      .join('; ')}; write one unit in all rows.`;
  const given = units.reduce((sum, { rows }) => sum + rows, 0);
  const others =
    cells.numbers.length -
    given -
    cells.texts.reduce((sum, { text, rows }) => sum + (isGap(text) ? rows : 0), 0);
  if (odd && given >= others && units.length === 1)
    return `${csv.fileName}, ${csv.place(odd.firstRow)}, column ${csv.header[cells.column]}: "${odd.text.slice(0, 40)}" is no number with a unit as the others are, such as "${usual.example}".`;
  if (!odd && units.length === 1)
    return `${where} writes its numbers in several ways, such as "${usual.example}"; write all of them in one.`;
  return undefined;
}

/** Units that a message names. */
const mostNamed = 5;

/** 12A and 12C are seats sooner than ampere and coulomb. */
function isSeat(unit: string, example: string): boolean {
  return /^[A-Z]$/.test(unit) && example.endsWith(unit) && !/\s/.test(example);
}

function unitText(csv: Csv, { unit, rows, firstRow, example }: FoundUnit): string {
  const count = `${rows} ${rows === 1 ? 'cell' : 'cells'}`;
  if (unit === '') return `none in ${count}, as in ${csv.place(firstRow)}`;
  return `${unit} in ${count}, as in ${csv.place(firstRow)} ("${example}")`;
}
