import type { Experiment } from '../../src-shared/experiment/experiment';
import type { RunGap } from '../../src-shared/runs/run-time';
import type { RunProgress, RunStatus, RunSummary } from '../../src-shared/runs/runs';
import { storedJson } from './stored-json';

/** A row of the table of runs. */
export interface RunRow {
  readonly key: number;
  readonly id: string;
  readonly status: RunStatus;
  readonly reason: string;
  readonly experiment: string;
  readonly engine: string;
  readonly owner: string;
  readonly code_version: string | null;
  readonly created: number;
  readonly started: number | null;
  readonly ended: number | null;
  /** A JSON list of `RunGap`; NULL where there is none. */
  readonly gaps: string | null;
  readonly progress: string | null;
  readonly notes: string;
  readonly starred: number;
  readonly archived: number;
  readonly removed: number | null;
  readonly revision: number;
}

/** The summary of a run from its row and what other tables hold of it. */
export function summaryOf(
  row: RunRow,
  metrics: Readonly<Record<string, number>>,
  tags: readonly string[],
): RunSummary {
  return {
    id: row.id,
    status: row.status,
    reason: row.reason,
    experiment: experimentOf(row.experiment),
    created: row.created,
    ...(row.started === null ? {} : { started: row.started }),
    ...(row.ended === null ? {} : { ended: row.ended }),
    ...(row.gaps === null ? {} : { gaps: gapsOf(row.gaps) }),
    engine: row.engine,
    ...(row.code_version === null ? {} : { codeVersion: row.code_version }),
    ...(row.progress === null
      ? {}
      : { progress: storedJson(row.progress, 'the progress of a run') as RunProgress }),
    metrics,
    annotations: {
      tags,
      notes: row.notes,
      starred: row.starred === 1,
      archived: row.archived === 1,
    },
  };
}

/** Only checked experiments are stored, and migrations carry old ones on: no second check. */
export function experimentOf(text: string): Experiment {
  return storedJson(text, 'the settings of a run') as Experiment;
}

export function gapsOf(text: string | null): readonly RunGap[] {
  return text === null ? [] : (storedJson(text, 'the breaks of a run') as readonly RunGap[]);
}

/** SQLite has no NaN; NULL stands for it. */
export function numberOf(value: number | null): number {
  return value ?? Number.NaN;
}
