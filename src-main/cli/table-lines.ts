import { isSpread, type StudyTable, type StudyValue } from '../../src-shared/study/study-tables';

/** A table as lines of text with aligned columns; a mean and its standard deviation share one, as `0.81 ± 0.02`. */
export function tableLines({ title, columns, rows }: StudyTable): readonly string[] {
  const shown = columns.flatMap((column, index) => (isSpread(column) ? [] : [{ column, index }]));
  const header = shown.map(({ column: { name, unit } }) => (unit === '' ? name : `${name} [${unit}]`));
  const body = rows.map((row) =>
    shown.map(({ index }) => {
      const next = columns[index + 1];
      const std = next && isSpread(next) ? (row[index + 1] ?? null) : null;
      return std === null ? textOf(row[index] ?? null) : `${textOf(row[index] ?? null)} ± ${textOf(std, 2)}`;
    }),
  );
  const lines = [header, ...body];
  const widths = header.map((_, index) => Math.max(...lines.map((line) => line[index]?.length ?? 0)));
  const aligned = lines.map((line) =>
    line.map((text, index) => text.padStart(widths[index] ?? 0)).join('  '),
  );
  return [title, ...aligned.map((line) => `  ${line}`)];
}

function textOf(value: StudyValue, digits = 4): string {
  if (value === null) return '-';
  return typeof value === 'number' ? String(Number(value.toPrecision(digits))) : value;
}
