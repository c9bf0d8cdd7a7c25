import type { RunsPageRequest, StudyOfRun } from '../../src-shared/runs/run-table';
import { ownValues, type ValuesOf } from './kept-columns';
import { areMeasured, type GroupedRows, groupSaid, meanOfRows } from './run-groups';
import { compareKeys, rankIn } from './run-order';
import type { TableRow } from './run-table';

/** The rows of one study, or one row of none. */
interface Unit {
  readonly study: StudyOfRun | undefined;
  readonly rows: TableRow[];
}

/**
 * Rows with those of a study put together, where the first of them stands, or in the order of their mean where what is sorted by
 * was measured; rows of no study stay alone.
 */
export function foldedStudies(
  sorted: readonly TableRow[],
  studies: ReadonlyMap<string, StudyOfRun>,
  { sort, summarised }: Pick<RunsPageRequest, 'sort' | 'summarised'>,
  valuesOf: ValuesOf = ownValues,
): GroupedRows {
  const units = unitsOf(sorted, studies);
  const [by] = sort;
  if (by && areMeasured(sorted, by.column)) {
    const read = valuesOf(by.column);
    const rank = rankIn(by.column);
    const means = new Map(units.map((unit) => [unit, rank(meanOfRows(unit.rows, read))]));
    units.sort((a, b) => compareKeys(means.get(a), means.get(b), by.descending));
  }
  let first = 0;
  const groups = units.flatMap(({ study, rows }) => {
    first += rows.length;
    return study
      ? [{ study, values: [], ...groupSaid(rows, first - rows.length, summarised, valuesOf) }]
      : [];
  });
  return { rows: units.flatMap(({ rows }) => rows), groups };
}

function unitsOf(rows: readonly TableRow[], studies: ReadonlyMap<string, StudyOfRun>): Unit[] {
  const units: Unit[] = [];
  const ofStudy = new Map<string, Unit>();
  for (const row of rows) {
    const study = studies.get(row.summary.id);
    const known = study && ofStudy.get(study.id);
    if (known) known.rows.push(row);
    else {
      const unit = { study, rows: [row] };
      units.push(unit);
      if (study) ofStudy.set(study.id, unit);
    }
  }
  return units;
}
