import type { DataFingerprint } from '../../src-shared/data/data-fingerprint';
import { FailedError, ParasampleError } from '../../src-shared/errors';
import { describeProblems } from '../../src-shared/experiment/problems';
import { isOver, type RunSummary, type StoredPoint } from '../../src-shared/runs/runs';
import {
  type CheckedStudy,
  type PlannedRun,
  planStudy,
  type StudyPlan,
  settingsKey,
} from '../../src-shared/study/study-plan';
import type { StudyReport, StudyRun, StudySummary } from '../../src-shared/study/study-report';
import { cellOf, measureRun, type RunMeasures, studyResults } from '../../src-shared/study/study-results';
import { codeVersion } from '../code-version';
import type { RunSupervisor } from '../runs/run-supervisor';
import { type RunReader, readLimit } from '../store/run-reader';
import { studyNotes } from './study-notes';
import { markOfPlanned, type StudyRecord } from './study-records';
import type { FinishedRun } from './taken-runs';

export interface StudySources {
  readonly supervisor: Pick<RunSupervisor, 'summary'>;
  readonly reader: Pick<RunReader, 'points'>;
  /** Of this machine. */
  readonly cores: number;
  /** What would train a run that is started now, as `RunSummary.engine` says it. */
  readonly engine: () => string;
  /** What a run's data were read from; undefined where that was not kept. */
  readonly keptData: (runId: string) => DataFingerprint | undefined;
}

/** What this process itself knows of a study's state. */
export interface StudyProgress {
  readonly state: 'running' | 'stopping' | 'over';
  readonly reason: string;
}

/** Reads off the store what the runs of a study have done and what they say together. */
export class StudyReader {
  // A study never changes under its id, nor does a finished run.
  readonly #plans = new Map<string, CheckedStudy>();
  readonly #measures = new Map<string, RunMeasures>();
  readonly #sources: StudySources;

  constructor(sources: StudySources) {
    this.#sources = sources;
  }

  summary(record: StudyRecord, progress: StudyProgress): StudySummary {
    return summaryOf(record, this.#made(record), progress);
  }

  report(record: StudyRecord, progress: StudyProgress): StudyReport {
    const made = this.#made(record);
    const runs = made.map((one) => this.#studyRun(record, one));
    const measures = runs.flatMap(({ measured }) => measured ?? []);
    return {
      summary: summaryOf(record, made, progress),
      study: record.study,
      runs,
      results: studyResults(record.study.kind, measures),
      notes: [...(record.notes ?? []), ...studyNotes(this.#planOf(record), runs, this.#sources.cores)],
    };
  }

  /** Whether this version of the app knows all of its settings. */
  canPlan(record: StudyRecord): boolean {
    return this.#checked(record).ok;
  }

  /** Finished runs of this code version and engine. */
  finishedRuns(records: readonly StudyRecord[]): readonly FinishedRun[] {
    const { engine, keptData } = this.#sources;
    const ids = records.flatMap(({ runs }) => runs.filter((run) => run.codeVersion === codeVersion));
    const engineNow = engine();
    return this.#existing([...new Set(ids.map(({ runId }) => runId))]).flatMap((run) =>
      run.status === 'finished' && run.engine === engineNow
        ? [{ id: run.id, experiment: run.experiment, data: keptData(run.id) }]
        : [],
    );
  }

  /** Whether a run of the study is not over, whichever process it belongs to. */
  hasOpenRuns(record: StudyRecord): boolean {
    return this.#existing(record.runs.map(({ runId }) => runId)).some(({ status }) => !isOver(status));
  }

  /** Every run of the plan with what was made of it. */
  #made(record: StudyRecord): MadeRun[] {
    const existing = this.#existing(record.runs.map(({ runId }) => runId));
    const byId = new Map(existing.map((run) => [run.id, run]));
    const byMark = new Map(record.runs.map(({ runId, planned }) => [planned, byId.get(runId)]));
    const byKey = new Map(existing.map((run) => [settingsKey(run.experiment), run]));
    // Settings that came since its runs were made are not those that its file leaves to their defaults now.
    const byName = new Map(existing.map((run) => [run.experiment.name, run]));
    return this.#planOf(record).runs.map(({ key, experiment, formerName, varied }) => ({
      experiment,
      varied,
      run:
        byMark.get(markOfPlanned(key)) ??
        byKey.get(key) ??
        byName.get(experiment.name) ??
        byName.get(formerName),
    }));
  }

  #studyRun(record: StudyRecord, { experiment, varied, run }: MadeRun): StudyRun {
    return {
      runId: run?.id,
      status: run?.status ?? 'not-started',
      reason: run?.reason ?? '',
      cell: cellOf(experiment, varied),
      seed: experiment.seed,
      measured: run?.status === 'finished' ? this.#measuresOf(record, run, varied) : undefined,
    };
  }

  /** Without those that were removed since. */
  #existing(runIds: readonly string[]): RunSummary[] {
    return runIds.flatMap((runId) => {
      try {
        return [this.#sources.supervisor.summary(runId)];
      } catch (error) {
        if (error instanceof ParasampleError && error.kind === 'bad-input') return [];
        throw error;
      }
    });
  }

  /** Throws FailedError for a study of another version of the app that this one cannot plan. */
  #planOf(record: StudyRecord): StudyPlan {
    const checked = this.#checked(record);
    if (checked.ok) return checked.plan;
    throw new FailedError(
      `This version of Parasample cannot plan the study ${record.id} any more: ${describeProblems(checked.problems)}`,
    );
  }

  #checked({ id, study }: StudyRecord): CheckedStudy {
    const checked = this.#plans.get(id) ?? planStudy(study);
    this.#plans.set(id, checked);
    return checked;
  }

  #measuresOf({ id, study }: StudyRecord, run: RunSummary, varied: PlannedRun['varied']): RunMeasures {
    const key = `${id} ${run.id}`;
    const known = this.#measures.get(key);
    if (known) return known;
    const measured = measureRun(run, this.#points(run.id), varied, study);
    this.#measures.set(key, measured);
    return measured;
  }

  #points(runId: string): StoredPoint[] {
    const all: StoredPoint[] = [];
    let page: readonly StoredPoint[];
    do {
      page = this.#sources.reader.points(runId, all.at(-1)?.id ?? 0);
      for (const point of page) all.push(point);
    } while (page.length === readLimit);
    return all;
  }
}

interface MadeRun extends Pick<PlannedRun, 'experiment' | 'varied'> {
  /** Undefined until it has been started, and once it was removed. */
  readonly run: RunSummary | undefined;
}

function statusOf({ run }: MadeRun): StudyRun['status'] {
  return run?.status ?? 'not-started';
}

function summaryOf(record: StudyRecord, made: readonly MadeRun[], progress: StudyProgress): StudySummary {
  const statuses = made.map(statusOf);
  const count = (status: StudyRun['status']) => statuses.filter((one) => one === status).length;
  const isOpen = statuses.some((status) => status !== 'not-started' && !isOver(status));
  const isDone = count('finished') === statuses.length;
  const stateWhenOver = isOpen ? 'running' : isDone ? 'finished' : 'incomplete';
  return {
    id: record.id,
    name: record.study.name,
    kind: record.study.kind,
    state: progress.state === 'over' ? stateWhenOver : progress.state,
    runs: statuses.length,
    finished: count('finished'),
    failed: count('failed'),
    runIds: made.flatMap(({ run }) => run?.id ?? []),
    created: record.created,
    reason: isDone ? '' : progress.reason,
  };
}
