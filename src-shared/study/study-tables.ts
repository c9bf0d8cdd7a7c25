import { isInTargetUnit, meaningOf } from '../metrics';
import type { StudyRun } from './study-report';
import type { Spread, StudyCell, StudyResults } from './study-results';

/** Names of the tables that studies of all kinds have. */
export const studyTableIds = [
  'scaling',
  'memory',
  'epochs-to-target',
  'scores',
  'differences',
  'runs',
] as const;

/** A study's results as tables, the same for the window, the command line and the files. */
export interface StudyTable {
  readonly id: (typeof studyTableIds)[number];
  readonly title: string;
  readonly columns: readonly StudyColumn[];
  /** In the order of the columns; null where there is nothing to tell. */
  readonly rows: readonly (readonly StudyValue[])[];
}

export interface StudyColumn {
  readonly name: string;
  /** Empty for a pure number or a text. */
  readonly unit: string;
}

export type StudyValue = string | number | null;

/** The tables that have rows. */
export function studyTables({
  scaling,
  memory,
  target,
  scores,
  differences,
  targetUnit,
}: StudyResults): readonly StudyTable[] {
  const tables: readonly StudyTable[] = [
    scalingTable(scaling),
    memoryTable(memory),
    targetTable(target),
    scoreTable(scores, targetUnit),
    differenceTable(differences, targetUnit),
  ];
  return tables.filter(({ rows }) => rows.length > 0);
}

interface InCell {
  readonly cell: StudyCell;
}

/** Variants and settings by their paths first, where the study varies such. */
function cellColumns(rows: readonly InCell[]): readonly StudyColumn[] {
  const always = ['mode', 'devices', 'samples', 'batch', 'views'];
  return [...variedNames(rows), ...always].map(plain);
}

function cellValues(cell: StudyCell, rows: readonly InCell[]): StudyValue[] {
  const { mode, devices, samples, batchSize, views, varied } = cell;
  const texts = variedNames(rows).map((name) => varied[name] ?? null);
  return [...texts, mode, devices, samples, batchSize, views];
}

function variedNames(rows: readonly InCell[]): readonly string[] {
  return [...new Set(rows.flatMap(({ cell }) => Object.keys(cell.varied)))];
}

function scalingTable(rows: StudyResults['scaling']): StudyTable {
  return {
    id: 'scaling',
    title: 'Scaling over devices',
    columns: [
      ...cellColumns(rows),
      plain('runs'),
      { name: 'step', unit: 'ms' },
      { name: 'step std', unit: 'ms' },
      { name: 'ideal step', unit: 'ms' },
      plain('speedup'),
      plain('ideal speedup'),
      plain('efficiency'),
    ],
    rows: rows.map(({ cell, stepMs, idealStepMs, speedup, idealSpeedup, efficiency }) => [
      ...cellValues(cell, rows),
      stepMs.count,
      ...meanAndStd(stepMs),
      idealStepMs,
      speedup,
      idealSpeedup,
      efficiency,
    ]),
  };
}

function memoryTable(rows: StudyResults['memory']): StudyTable {
  return {
    id: 'memory',
    title: 'Highest memory of a device’s worker',
    columns: [
      ...cellColumns(rows),
      plain('runs'),
      { name: 'memory', unit: 'MB' },
      { name: 'memory std', unit: 'MB' },
    ],
    rows: rows.map(({ cell, memoryMB }) => [
      ...cellValues(cell, rows),
      memoryMB.count,
      ...meanAndStd(memoryMB),
    ]),
  };
}

function targetTable(rows: StudyResults['target']): StudyTable {
  return {
    id: 'epochs-to-target',
    title: 'Epochs to the target',
    columns: [
      ...cellColumns(rows),
      plain('runs'),
      plain('reached'),
      plain('epochs'),
      plain('epochs std'),
      plain('epochs min'),
      plain('epochs max'),
      plain('best'),
      plain('best std'),
    ],
    rows: rows.map(({ cell, runs, reached, epochs, best }) => [
      ...cellValues(cell, rows),
      runs,
      reached,
      ...meanAndStd(epochs),
      epochs?.min ?? null,
      epochs?.max ?? null,
      ...meanAndStd(best),
    ]),
  };
}

/** The unit of a score; of those in whatever unit the target has, that of the target where it is known. */
function scoreUnit(name: string, targetUnit: string | undefined): string {
  const { unit } = meaningOf(name);
  return isInTargetUnit(name) ? (targetUnit ?? unit) : unit;
}

function scoreTable(rows: StudyResults['scores'], targetUnit: string | undefined): StudyTable {
  const names = [...new Set(rows.flatMap(({ scores }) => Object.keys(scores)))].sort();
  const unitOf = (name: string) => scoreUnit(name, targetUnit);
  return {
    id: 'scores',
    title: 'Last scores',
    columns: [
      ...cellColumns(rows),
      plain('runs'),
      { name: 'time', unit: 's' },
      { name: 'time std', unit: 's' },
      ...names.flatMap((name) => [
        { name, unit: unitOf(name) },
        { name: `${name} std`, unit: unitOf(name) },
      ]),
    ],
    rows: rows.map(({ cell, runs, scores, seconds }) => [
      ...cellValues(cell, rows),
      runs,
      ...meanAndStd(seconds),
      ...names.flatMap((name) => meanAndStd(scores[name])),
    ]),
  };
}

/** Of the scores that have a better end: of the others nobody asks which setting has more. */
function differenceTable(rows: StudyResults['differences'], targetUnit: string | undefined): StudyTable {
  const measured = [...new Set(rows.flatMap(({ scores }) => Object.keys(scores)))].sort();
  const names = measured.filter((name) => meaningOf(name).better !== 'neither');
  return {
    id: 'differences',
    title: 'Last scores less those of the first setting, seed by seed',
    columns: [
      ...cellColumns(rows),
      plain('pairs'),
      ...names.flatMap((name) => [
        { name, unit: scoreUnit(name, targetUnit) },
        { name: `${name}${errorEnd}`, unit: scoreUnit(name, targetUnit) },
      ]),
    ],
    rows: rows.map(({ cell, pairs, scores }) => [
      ...cellValues(cell, rows),
      pairs,
      ...names.flatMap((name) => [scores[name]?.mean ?? null, scores[name]?.error ?? null]),
    ]),
  };
}

const errorEnd = ' std error';

/** Whether a column says how sure the mean before it is: by the standard deviation of its values, or its own standard error. */
export function isSpread({ name }: StudyColumn): boolean {
  return name.endsWith(' std') || name.endsWith(errorEnd);
}

/** Whether a column counts what its row is made of: settings stand before it, and what was measured behind. */
export function isCount({ name }: StudyColumn): boolean {
  return name === 'runs' || name === 'pairs';
}

/** What each run says by itself. */
export function runTable(runs: readonly StudyRun[]): StudyTable {
  return {
    id: 'runs',
    title: 'Single runs',
    columns: [
      plain('run'),
      plain('status'),
      ...cellColumns(runs),
      plain('seed'),
      { name: 'step', unit: 'ms' },
      { name: 'memory', unit: 'MB' },
      plain('epochs'),
      plain('best'),
    ],
    rows: runs.map(({ runId, status, cell, seed, measured }) => [
      runId ?? null,
      status,
      ...cellValues(cell, runs),
      seed,
      measured?.stepMs ?? null,
      measured?.memoryMB ?? null,
      measured?.epochsToTarget ?? null,
      measured?.best ?? null,
    ]),
  };
}

/** The same with the time and all last scores of each run: for files, being wider than a page. */
export function runRecordTable(runs: readonly StudyRun[]): StudyTable {
  const { columns, rows, ...table } = runTable(runs);
  const measures = runs.map(({ measured }) => measured);
  const names = [...new Set(measures.flatMap((run) => Object.keys(run?.scores ?? {})))].sort();
  return {
    ...table,
    columns: [
      ...columns,
      { name: 'time', unit: 's' },
      ...names.map((name) => ({ name, unit: meaningOf(name).unit })),
    ],
    rows: rows.map((row, at) => {
      const run = measures[at];
      return [...row, run?.seconds ?? null, ...names.map((name) => run?.scores[name] ?? null)];
    }),
  };
}

function plain(name: string): StudyColumn {
  return { name, unit: '' };
}

function meanAndStd(spread: Spread | undefined): StudyValue[] {
  return [spread?.mean ?? null, spread?.std ?? null];
}
