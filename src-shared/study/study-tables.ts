import { meaningOf } from '../metrics';
import type { StudyRun } from './study-report';
import type { Spread, StudyCell, StudyResults } from './study-results';

/** Names of the tables that studies of all kinds have. */
export const studyTableIds = ['scaling', 'memory', 'epochs-to-target', 'scores', 'runs'] as const;

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
export function studyTables({ scaling, memory, target, scores }: StudyResults): readonly StudyTable[] {
  const tables: readonly StudyTable[] = [
    scalingTable(scaling),
    memoryTable(memory),
    targetTable(target),
    scoreTable(scores),
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

function scoreTable(rows: StudyResults['scores']): StudyTable {
  const names = [...new Set(rows.flatMap(({ scores }) => Object.keys(scores)))].sort();
  const unitOf = (name: string) => meaningOf(name).unit;
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

function plain(name: string): StudyColumn {
  return { name, unit: '' };
}

function meanAndStd(spread: Spread | undefined): StudyValue[] {
  return [spread?.mean ?? null, spread?.std ?? null];
}
