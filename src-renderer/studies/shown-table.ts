import type { StudyColumn, StudyTable, StudyValue } from '../../src-shared/study/study-tables';
import { type TableLayout, tableLayout } from '../../src-shared/study/table-layout';
import { columnWords } from '../../src-shared/study/table-words';
import { columnLabel } from '../runs/cells';
import { valueInFormWords } from '../settings/form-words';
import { formatNumber, formatWithDeviation, isShare } from '../ui/numbers';

/** A table of a study as the window shows it. */
export function shownTable(table: StudyTable): TableLayout {
  const share = table.id === 'differences' ? 'points' : '%';
  return tableLayout(table, { head: headOf, cell: (column, ...values) => cellText(column, values, share) });
}

/** Of a setting what the form calls it, of a score its name; paths are for files. */
function headOf({ name, unit }: StudyColumn): string {
  const label = columnWords(name) ?? columnLabel(name);
  return unit === '' ? label : `${label}, ${unit}`;
}

/** @param share what hundredths are called: of two shares the difference is told in points */
function cellText(
  { name }: StudyColumn,
  [value, std]: readonly [StudyValue, StudyValue],
  share: string,
): string {
  if (value === null) return '–';
  if (typeof value === 'string') return valueInFormWords(name === 'mode' ? 'parallel.mode' : name, value);
  if (isShare(name)) {
    const spread = typeof std === 'number' ? ` ± ${(100 * std).toFixed(1)}` : '';
    return `${(100 * value).toFixed(1)}${spread} ${share}`;
  }
  return typeof std === 'number'
    ? formatWithDeviation(value, std)
    : formatNumber(Number(value.toPrecision(4)));
}
