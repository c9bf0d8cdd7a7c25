import { meaningOf } from './metrics';
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

const cellColumns = [plain('mode'), plain('devices'), plain('samples'), plain('batch'), plain('views')];

function cellValues({ mode, devices, samples, batchSize, views }: StudyCell): StudyValue[] {
  return [mode, devices, samples, batchSize, views];
}

function scalingTable(rows: StudyResults['scaling']): StudyTable {
  return {
    id: 'scaling',
    title: 'Scaling over devices',
    columns: [
      ...cellColumns,
      plain('runs'),
      { name: 'step', unit: 'ms' },
      { name: 'step std', unit: 'ms' },
      { name: 'ideal step', unit: 'ms' },
      plain('speedup'),
      plain('ideal speedup'),
      plain('efficiency'),
    ],
    rows: rows.map(({ cell, stepMs, idealStepMs, speedup, idealSpeedup, efficiency }) => [
      ...cellValues(cell),
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
      ...cellColumns,
      plain('runs'),
      { name: 'memory', unit: 'MB' },
      { name: 'memory std', unit: 'MB' },
    ],
    rows: rows.map(({ cell, memoryMB }) => [...cellValues(cell), memoryMB.count, ...meanAndStd(memoryMB)]),
  };
}

function targetTable(rows: StudyResults['target']): StudyTable {
  return {
    id: 'epochs-to-target',
    title: 'Epochs to the target',
    columns: [
      ...cellColumns,
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
      ...cellValues(cell),
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
      ...cellColumns,
      plain('runs'),
      ...names.flatMap((name) => [
        { name, unit: unitOf(name) },
        { name: `${name} std`, unit: unitOf(name) },
      ]),
    ],
    rows: rows.map(({ cell, runs, scores }) => [
      ...cellValues(cell),
      runs,
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
      ...cellColumns,
      plain('seed'),
      { name: 'step', unit: 'ms' },
      { name: 'memory', unit: 'MB' },
      plain('epochs'),
      plain('best'),
    ],
    rows: runs.map(({ runId, status, cell, seed, measured }) => [
      runId ?? null,
      status,
      ...cellValues(cell),
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
