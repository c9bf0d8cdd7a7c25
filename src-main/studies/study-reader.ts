import { FailedError, ParasampleError } from '../../src-shared/errors';
import { describeProblems } from '../../src-shared/problems';
import { isOver, type RunSummary, type StoredPoint } from '../../src-shared/runs';
import { type PlannedRun, planStudy, type StudyPlan, settingsKey } from '../../src-shared/study';
import type { StudyReport, StudyRun, StudySummary } from '../../src-shared/study-report';
import { cellOf, measureRun, type RunMeasures, studyResults } from '../../src-shared/study-results';
import { codeVersion } from '../code-version';
import type { RunSupervisor } from '../runs/run-supervisor';
import { type RunReader, readLimit } from '../store/run-reader';
import { studyNotes } from './study-notes';
import type { StudyRecord } from './study-records';

export interface StudySources {
  readonly supervisor: Pick<RunSupervisor, 'summary'>;
  readonly reader: Pick<RunReader, 'points'>;
  /** Of this machine. */
  readonly cores: number;
}

/** What this process itself knows of a study's state. */
export interface StudyProgress {
  readonly state: 'running' | 'stopping' | 'over';
  readonly reason: string;
}

/** Reads off the store what the runs of a study have done and what they say together. */
export class StudyReader {
  // A study never changes under its id, nor does a finished run.
  private readonly plans = new Map<string, StudyPlan>();
  private readonly measures = new Map<string, RunMeasures>();

  constructor(private readonly sources: StudySources) {}

  summary(record: StudyRecord, progress: StudyProgress): StudySummary {
    return summaryOf(record, this.runs(record), progress);
  }

  report(record: StudyRecord, progress: StudyProgress): StudyReport {
    const plan = this.planOf(record);
    const runs = this.runs(record);
    const measures = runs.flatMap(({ runId, status }) =>
      runId !== undefined && status === 'finished' ? [this.measuresOf(record, runId)] : [],
    );
    return {
      summary: summaryOf(record, runs, progress),
      study: record.study,
      runs,
      results: studyResults(record.study.kind, measures),
      notes: studyNotes(plan, runs, measures, this.sources.cores),
    };
  }

  /** Finished runs of this code version by the key of their settings. */
  finishedRuns(records: readonly StudyRecord[]): ReadonlyMap<string, string> {
    const ids = records.flatMap(({ runs }) => runs.filter((run) => run.codeVersion === codeVersion));
    const finished = this.existing(ids.map(({ runId }) => runId)).filter(
      ({ status }) => status === 'finished',
    );
    return new Map(finished.map(({ id, experiment }) => [settingsKey(experiment), id]));
  }

  /** Whether a run of the study is not over, whichever process it belongs to. */
  hasOpenRuns(record: StudyRecord): boolean {
    return this.existing(record.runs.map(({ runId }) => runId)).some(({ status }) => !isOver(status));
  }

  private runs(record: StudyRecord): StudyRun[] {
    const existing = this.existing(record.runs.map(({ runId }) => runId));
    const byKey = new Map(existing.map((run) => [settingsKey(run.experiment), run]));
    return this.planOf(record).runs.map((planned) => studyRun(planned, byKey.get(planned.key)));
  }

  /** Without those that were removed since. */
  private existing(runIds: readonly string[]): RunSummary[] {
    return runIds.flatMap((runId) => {
      try {
        return [this.sources.supervisor.summary(runId)];
      } catch (error) {
        if (error instanceof ParasampleError && error.kind === 'bad-input') return [];
        throw error;
      }
    });
  }

  /** Throws FailedError for a study of another version of the app that this one cannot plan. */
  private planOf({ id, study }: StudyRecord): StudyPlan {
    const known = this.plans.get(id);
    if (known) return known;
    const checked = planStudy(study);
    if (!checked.ok)
      throw new FailedError(
        `This version of Parasample cannot plan the study ${id} any more: ${describeProblems(checked.problems)}`,
      );
    this.plans.set(id, checked.plan);
    return checked.plan;
  }

  private measuresOf({ id, study }: StudyRecord, runId: string): RunMeasures {
    const key = `${id} ${runId}`;
    const known = this.measures.get(key);
    if (known) return known;
    const { experiment, metrics } = this.sources.supervisor.summary(runId);
    const measured = measureRun(experiment, this.points(runId), metrics, study);
    this.measures.set(key, measured);
    return measured;
  }

  private points(runId: string): StoredPoint[] {
    const all: StoredPoint[] = [];
    let page: readonly StoredPoint[];
    do {
      page = this.sources.reader.points(runId, all.at(-1)?.id ?? 0);
      for (const point of page) all.push(point);
    } while (page.length === readLimit);
    return all;
  }
}

function summaryOf(record: StudyRecord, runs: readonly StudyRun[], progress: StudyProgress): StudySummary {
  const count = (status: StudyRun['status']) => runs.filter((run) => run.status === status).length;
  const isOpen = runs.some(({ status }) => status !== 'not-started' && !isOver(status));
  const isDone = count('finished') === runs.length;
  const stateWhenOver = isOpen ? 'running' : isDone ? 'finished' : 'incomplete';
  return {
    id: record.id,
    name: record.study.name,
    kind: record.study.kind,
    state: progress.state === 'over' ? stateWhenOver : progress.state,
    runs: runs.length,
    finished: count('finished'),
    failed: count('failed'),
    created: record.created,
    reason: isDone ? '' : progress.reason,
  };
}

function studyRun({ experiment }: PlannedRun, run: RunSummary | undefined): StudyRun {
  return {
    runId: run?.id,
    status: run?.status ?? 'not-started',
    reason: run?.reason ?? '',
    cell: cellOf(experiment),
    seed: experiment.seed,
  };
}
