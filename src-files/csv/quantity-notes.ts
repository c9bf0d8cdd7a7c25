import type { ColumnCells, ColumnQuantity } from './column-contents';
import type { Csv } from './csv';
import { quantityIn } from './quantity';

/** How the numbers of some columns were understood that are no bare ones: a sentence each on units, signs, decimals and empty cells. */
export function quantityNotes(csv: Csv, cells: readonly ColumnCells[]): readonly string[] {
  const found = cells.flatMap(({ column, quantity }) =>
    quantity ? [{ ...quantity, name: csv.header[column] }] : [],
  );
  const sentences = [
    listed(found, 'numbers with a unit, which is kept', unitText),
    listed(found, 'numbers in parentheses are negative', owedText),
    listed(found, 'decimals are written otherwise than in the rest of the file', styleText),
    listed(found, 'words among numbers count as empty cells', emptyText),
  ];
  return sentences.flatMap((sentence) => (sentence ? [`${csv.fileName}: ${sentence}.`] : []));
}

type NamedQuantity = ColumnQuantity & { readonly name: string };

function listed(
  columns: readonly NamedQuantity[],
  what: string,
  textOf: (column: NamedQuantity) => string | undefined,
): string | undefined {
  const named = columns.flatMap((column) => textOf(column) ?? []);
  return named.length === 0 ? undefined : `${what}: ${named.join(', ')}`;
}

function unitText({ name, unit }: NamedQuantity): string | undefined {
  if (unit === '') return undefined;
  return `${name} (${unit}${unit === '%' ? ', as given: 50 % is 50' : ''})`;
}

function owedText({ name, owed }: NamedQuantity): string | undefined {
  return owed === undefined ? undefined : `${name} (${owed} is ${quantityIn(owed)?.number})`;
}

function styleText({ name, style }: NamedQuantity): string | undefined {
  if (style === undefined) return undefined;
  return `${name} (${style === 'decimal-comma' ? 'a comma' : 'a point'})`;
}

function emptyText({ name, emptyWords }: NamedQuantity): string | undefined {
  if (emptyWords.length === 0) return undefined;
  return emptyWords.map(({ text, rows }) => `${text} in ${name} (${rows})`).join(', ');
}
