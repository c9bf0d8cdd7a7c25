import { join, resolve } from 'node:path';
import { BadInputError } from '../../src-shared/errors';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { describeProblems } from '../../src-shared/experiment/problems';
import type { StudyOfRun } from '../../src-shared/runs/run-table';
import { measuresTime, type Study } from '../../src-shared/study/study';
import { type PlannedRun, planStudy, type StudyPlan } from '../../src-shared/study/study-plan';
import type { StudyReport, StudySummary } from '../../src-shared/study/study-report';
import { codeVersion } from '../code-version';
import { type Learnt, ownFilesOf, refuseOverInput } from '../refuse-over-input';
import { studyReport } from '../report/study-report';
import { writePage } from '../report/write-report';
import type { CheckedRun } from '../runs/check-run';
import type { WrittenFiles } from '../written-files';
import { studyFileNames, writeStudyFiles } from './study-files';
import { StudyInProgress, type StudySurroundings } from './study-in-progress';
import { type StudyProgress, StudyReader, type StudySources } from './study-reader';
import { markOfPlanned, type StudyRecord, StudyRecords, studyId } from './study-records';
import { type TakenRuns, takenRuns } from './taken-runs';

export interface StudiesOptions extends StudySurroundings, StudySources {
  readonly home: string;
  readonly written: WrittenFiles;
  readonly supervisor: StudySurroundings['supervisor'];
  /** Checks that all experiments can run here, in their order; throws BadInputError naming the one that cannot. */
  readonly check: (experiments: readonly Experiment[]) => Promise<readonly CheckedRun[]>;
  /** The same with their files where runs keep them. */
  readonly keep: (experiments: readonly Experiment[]) => Promise<readonly Experiment[]>;
  readonly onChange: (study: StudySummary) => void;
}

interface Going {
  readonly study: StudyInProgress;
  readonly done: Promise<void>;
}

/** Starts and stops studies, and keeps which runs are theirs. */
export class Studies {
  readonly #records: StudyRecords;
  readonly #reader: StudyReader;
  readonly #going = new Map<string, Going>();
  /** Those whose record is being written, before they go. */
  readonly #starting = new Set<string>();
  /** Why studies of this process ended early. */
  readonly #reasons = new Map<string, string>();
  readonly #options: StudiesOptions;

  constructor(options: StudiesOptions) {
    this.#options = options;
    this.#records = new StudyRecords(options.home);
    this.#reader = new StudyReader(options);
  }

  /**
   * Checks a study and every one of its runs, then starts those that have not been finished with the same settings,
   * data, code and engine: by any study, or where times count by this one. With `again` all are started. Throws
   * BadInputError, with nothing started, where one cannot run.
   */
  async start(value: unknown, again = false): Promise<StudySummary> {
    const plan = planOf(value);
    const checked = await this.#options.check(plan.runs.map(({ experiment }) => experiment));
    const record = this.#newRecord(plan.study);
    // Two windows may start it in one moment.
    this.#starting.add(record.id);
    try {
      return await this.#startPending(record, plan, again ? undefined : checked);
    } finally {
      this.#starting.delete(record.id);
    }
  }

  /** @param checked undefined where all are to be made */
  async #startPending(
    record: StudyRecord,
    plan: StudyPlan,
    checked: readonly CheckedRun[] | undefined,
  ): Promise<StudySummary> {
    const { taken, notes } = await this.#taken(record, plan, checked);
    const runs = plan.runs.flatMap(({ key }) => {
      const runId = taken.get(key);
      return runId === undefined ? [] : [{ runId, codeVersion, planned: markOfPlanned(key) }];
    });
    const pending = plan.runs.filter(({ key }) => !taken.has(key));
    const begun = { ...record, runs, ...(notes.length > 0 ? { notes: [...notes] } : {}) };
    await this.#records.save(begun);
    this.#begin(begun, pending);
    return this.#reader.summary(begun, this.#progressOf(begun.id));
  }

  async #taken(
    record: StudyRecord,
    plan: StudyPlan,
    checked: readonly CheckedRun[] = [],
  ): Promise<TakenRuns> {
    const finished = checked.length > 0 ? this.#reader.finishedRuns(this.#reusable(record)) : [];
    if (finished.length === 0) return { taken: new Map(), notes: [] };
    const kept = await this.#options.keep(checked.map(({ experiment }) => experiment));
    const ready = plan.runs.flatMap(({ key }, place) => {
      const [experiment, data] = [kept[place], checked[place]?.data];
      return experiment && data ? [{ key, experiment, data }] : [];
    });
    return takenRuns(ready, finished);
  }

  /** Lets the runs that go on save and end, and starts no other. Throws BadInputError for a study that does not run. */
  stop(id: string): void {
    const record = this.#records.get(id);
    const going = this.#going.get(id);
    if (going) {
      going.study.stop();
      return;
    }
    throw new BadInputError(
      this.#reader.hasOpenRuns(record)
        ? `The study ${id} belongs to another Parasample process; stop it there.`
        : `The study ${id} does not run; there is nothing to stop.`,
    );
  }

  /** All studies, newest first, but those of another version that this one cannot plan. */
  list(): StudySummary[] {
    const known = this.#records.list().filter((record) => this.#reader.canPlan(record));
    return known.map((record) => this.#reader.summary(record, this.#progressOf(record.id)));
  }

  /** Which study each run is of; the newest, where it is of several. */
  byRun(): ReadonlyMap<string, StudyOfRun> {
    const oldestFirst = this.#records.list().reverse();
    return new Map(
      oldestFirst.flatMap(({ id, study: { name }, runs }) =>
        runs.map(({ runId }) => [runId, { id, name }] as const),
      ),
    );
  }

  /** What the runs of all studies learn from, those that were not started included. */
  learnt(): readonly Learnt[] {
    const known = this.#records.list().filter((record) => this.#reader.canPlan(record));
    return known.flatMap(({ id, study }) => dataFilesOf(study).map((path) => ({ path, by: `study ${id}` })));
  }

  /** Throws BadInputError for a study that is not there. */
  report(id: string): StudyReport {
    return this.#reader.report(this.#records.get(id), this.#progressOf(id));
  }

  /**
   * Writes the tables as CSV and the report as JSON; without a folder, into the app's own exports folder. Throws
   * BadInputError where one of them would replace what the study's runs learn from.
   */
  async write(id: string, folder = join(this.#options.home, 'exports', id)): Promise<readonly string[]> {
    const report = this.report(id);
    refuseOverData(report.study, folder);
    return writeStudyFiles(report, folder, this.#options.written);
  }

  /** Writes its report as one HTML file, and returns its path. Throws BadInputError where that would replace what its runs learn from. */
  async writeReport(id: string, file: string): Promise<string> {
    const report = this.report(id);
    refuseOverInput([resolve(file)], dataFilesOf(report.study));
    return writePage(resolve(file), studyReport(report), id, this.#options.written);
  }

  /** Starts no further run. Whoever closes the supervisor afterwards ends those that go on. */
  endAll(): void {
    for (const { study } of this.#going.values()) study.end();
  }

  /** Waits until no study goes on. */
  async settled(): Promise<void> {
    await Promise.all([...this.#going.values()].map(({ done }) => done));
  }

  /** Times of another study were taken on a machine that was busy otherwise: they are not compared with new ones. */
  #reusable({ id, study }: StudyRecord): readonly StudyRecord[] {
    const records = this.#records.list();
    return measuresTime(study.kind) ? records.filter((record) => record.id === id) : records;
  }

  #newRecord(study: Study): StudyRecord {
    const id = studyId(study);
    const known = this.#records.find(id);
    const isHere = this.#going.has(id) || this.#starting.has(id);
    if (isHere || (known && this.#reader.hasOpenRuns(known)))
      throw new BadInputError(`The study ${id} is running already; wait for it, or stop it.`);
    return { id, created: known?.created ?? Date.now(), study, runs: [] };
  }

  #begin(record: StudyRecord, pending: readonly PlannedRun[]): void {
    const { id } = record;
    let kept = record;
    const tell = () => this.#options.onChange(this.#reader.summary(kept, this.#progressOf(id)));
    const onStarted = async (runId: string, { key }: PlannedRun) => {
      kept = { ...kept, runs: [...kept.runs, { runId, codeVersion, planned: markOfPlanned(key) }] };
      await this.#records.save(kept);
      tell();
    };
    const oneAtATime = measuresTime(record.study.kind);
    const study = new StudyInProgress({ pending, oneAtATime, onStarted, onChange: tell }, this.#options);
    const done = study.run().then(() => {
      this.#going.delete(id);
      this.#reasons.set(id, study.reason);
      tell();
    });
    this.#reasons.delete(id);
    // A store that cannot be read at the end has nobody to be told to: whoever asks next hears of it.
    this.#going.set(id, { study, done: done.catch(() => undefined) });
  }

  #progressOf(id: string): StudyProgress {
    const going = this.#going.get(id);
    if (going) return { state: going.study.isStopping ? 'stopping' : 'running', reason: going.study.reason };
    return { state: 'over', reason: this.#reasons.get(id) ?? '' };
  }
}

/** Throws BadInputError where a study's files in a folder would replace what its runs learn from. */
export function refuseOverData(study: unknown, folder: string): void {
  const files = studyFileNames.map((name) => join(folder, name));
  refuseOverInput(files, dataFilesOf(study));
}

function dataFilesOf(study: unknown): readonly string[] {
  return [...new Set(planOf(study).runs.flatMap(({ experiment }) => ownFilesOf(experiment.data)))];
}

function planOf(value: unknown): StudyPlan {
  const checked = planStudy(value);
  if (checked.ok) return checked.plan;
  throw new BadInputError(describeProblems(checked.problems));
}
