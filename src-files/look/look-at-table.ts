import type { TableLook } from '../../src-shared/data/data-look';
import { cellsOfColumns } from '../csv/column-cells';
import { type Csv, columnOf } from '../csv/csv';
import { quantityNotes } from '../csv/quantity-notes';
import { holdsOtherDays } from '../data/date-column';
import { namesRows } from '../data/row-names';
import { columnLook } from './column-look';
import { type LookWishes, plainWishes } from './look-wishes';
import { oddities } from './odd-columns';
import { seriesLook } from './series-look';
import { oddTarget } from './target-look';

/**
 * What a table holds, column by column, and what may be a mistake.
 * @throws BadInputError where it has no column that is to be predicted
 */
export function tableLook(csv: Csv, { target, isDrawn, onProgress }: LookWishes = plainWishes): TableLook {
  onProgress('Measuring columns', 0, 1);
  const cells = cellsOfColumns(csv, [...csv.header.keys()]);
  const columns = cells.map((ofColumn, column) => ({
    ...columnLook(csv, column, ofColumn),
    ...(namesRows(csv, ofColumn) ? { namesRows: true as const } : {}),
    ...(holdsOtherDays(ofColumn, csv) ? { holdsOtherDays: true as const } : {}),
  }));
  const place = target === undefined ? undefined : columnOf(csv, target, '--target');
  const ofTarget = place === undefined ? [] : oddTarget(csv, columns, cells, place);
  const series = seriesLook(csv, columns, cells, isDrawn);
  return {
    kind: 'table',
    file: csv.fileName,
    rows: csv.rows,
    columns,
    ...(series ? { series } : {}),
    notes: [...csv.notes, ...quantityNotes(csv, cells)],
    odd: [
      ...(series?.uneven ? [series.uneven] : []),
      ...ofTarget,
      ...oddities(csv, columns, cells, place, series !== undefined),
    ],
  };
}
