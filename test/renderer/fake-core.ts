import { noAnnotations } from '../../src-shared/annotations';
import type { ApiName, DatasetInfo, Outcome } from '../../src-shared/api';
import type { CoreEvent } from '../../src-shared/core-event';
import { experimentSchema } from '../../src-shared/experiment/experiment';
import { checkExperiment } from '../../src-shared/experiment/problems';
import type { QueueEntry } from '../../src-shared/run-queue';
import type { RunResults } from '../../src-shared/run-results';
import { isOver, type LogLine, type RunSummary, type StoredPoint } from '../../src-shared/runs';
import type { SavedView } from '../../src-shared/saved-views';
import type { StoreHealth } from '../../src-shared/storage';
import type { StudySummary } from '../../src-shared/study-report';
import { runtimeTaskTitle, type TaskProgress, taskTitles } from '../../src-shared/tasks';
import {
  annotated,
  evaluation,
  FakeViews,
  fakeColumns,
  fakeCurve,
  fakePage,
  posterior,
  predictionsOf,
} from './fake-desk';
import { fakeImportable } from './fake-importable';
import {
  datasets,
  deviceReport,
  digitsInput,
  fakePoints,
  fakeRun,
  finalMetrics,
  forecastInput,
  forecastMetrics,
  leastSure,
  presets,
} from './fake-runs';
import { FakeStorage } from './fake-storage';
import { studyReport } from './fake-study';

const runSteps = 630;
const answerLimit = 20_000;

/** A core without workers: it answers the whole API from memory, and its runs advance when the spec says so. */
export class FakeCore {
  readonly #listeners = new Set<(event: CoreEvent) => void>();
  readonly #runs = new Map<string, RunSummary>();
  readonly #points = new Map<string, StoredPoint[]>();
  readonly #logs = new Map<string, LogLine[]>();
  #datasets: readonly DatasetInfo[] = datasets;
  #slowEngine = false;
  readonly #views = new FakeViews();
  readonly #storage = new FakeStorage();
  readonly #kept = new Map<string, unknown>();
  #studies: readonly StudySummary[] = [];
  readonly #removed = new Map<string, RunSummary>();
  readonly #imported = new Set<string>();

  /** Fills the list with one run of every interesting kind. */
  addExampleRuns(): void {
    this.#studies = [studyReport.summary];
    this.#add(fakeRun('first', digitsInput, 'finished', { metrics: finalMetrics }), 0.014, runSteps);
    const faster = { ...digitsInput, name: 'Digits, 16 samples', training: { samples: 16, epochs: 30 } };
    const metrics = { ...finalMetrics, 'test.accuracy': 0.9806, 'test.nll': 0.0911, 'test.ece': 0.0112 };
    this.#add(
      fakeRun('second', faster, 'finished', { metrics, created: Date.UTC(2026, 0, 13) }),
      0.022,
      runSteps,
    );
    this.#add(
      fakeRun('forecast', forecastInput, 'finished', {
        metrics: forecastMetrics,
        created: Date.UTC(2026, 0, 11),
      }),
      0.02,
      100,
    );
    const reason =
      'Worker 1 on cpu:1 ended by itself (signal SIGKILL): the machine may have run out of memory; a smaller training.samplesPerPass needs less.';
    const broken = { ...digitsInput, name: 'Too large for this machine' };
    this.#add(fakeRun('third', broken, 'failed', { reason, created: Date.UTC(2026, 0, 14) }), 0.01, 12);
  }

  /** Adds a run as a table of another program brings it: with its scores, without a posterior and reports. */
  addImportedRun(id: string): void {
    this.#imported.add(id);
    const input = { ...digitsInput, name: 'From elsewhere' };
    this.#add(fakeRun(id, input, 'finished', { metrics: finalMetrics }), 0.02, runSteps);
  }

  /** Adds runs that predict single values and fields. */
  addRegressionRuns(): void {
    for (const id of ['value', 'field'])
      this.#add(
        fakeRun(id, { ...forecastInput, name: `A ${id}` }, 'finished', { metrics: forecastMetrics }),
        0.02,
        100,
      );
  }

  /** Adds a run that has ended, with points that a spec made up. */
  addFinishedRun(
    id: string,
    points: readonly StoredPoint[],
    metrics: Readonly<Record<string, number>>,
  ): void {
    this.#runs.set(id, fakeRun(id, { ...digitsInput, name: `Run ${id}` }, 'finished', { metrics }));
    this.#points.set(id, [...points]);
  }

  useSlowEngine(): void {
    this.#slowEngine = true;
  }

  /** Lets the database refuse writes, or take them again. */
  setHealth(health: StoreHealth): void {
    this.#storage.health = health;
    this.#emit({ type: 'storage', health });
  }

  /** Another window has put a backup in the database's place. */
  tellRestored(): void {
    this.#emit({ type: 'restored' });
  }

  subscribe(listener: (event: CoreEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Reports how far the installation of TensorFlow is. */
  progressRuntime(change: Partial<TaskProgress>): void {
    if (change.state === 'done') this.#slowEngine = false;
    const task = { id: 'runtime', title: runtimeTaskTitle, state: 'going' as const, doneMB: 0, ...change };
    this.#emit({ type: 'task', task });
  }

  /** Trains a run by so many steps, and finishes it where that was the last. */
  advance(runId: string, steps: number): void {
    const run = this.#runs.get(runId);
    if (!run) return;
    const done = run.progress?.step ?? 0;
    const step = Math.min(runSteps, done + steps);
    this.#store(runId, fakePoints(done, step, 0.014, this.#pointsOf(runId).length));
    const progress = {
      phase: 'training',
      step,
      totalSteps: runSteps,
      epoch: step / 21,
      secondsLeft: (runSteps - step) / 30,
    } as const;
    const isLast = step === runSteps;
    this.#put({
      ...run,
      status: isLast ? 'finished' : 'running',
      progress,
      ...(isLast ? { ended: Date.now(), metrics: finalMetrics } : {}),
    });
    this.#emit({ type: 'news', runId, hasLines: true });
  }

  /** Reports how far the fetching of Fashion-MNIST is. */
  progressFetch(doneMB: number): void {
    const isDone = doneMB >= 31;
    if (isDone) this.#setDatasetState('ready');
    this.#emit({
      type: 'task',
      task: {
        id: 'fetch',
        title: 'Fetching Fashion-MNIST',
        state: isDone ? 'done' : 'going',
        doneMB,
        totalMB: 31,
      },
    });
  }

  async call(name: string, args: readonly unknown[]): Promise<Outcome<unknown>> {
    try {
      return { ok: true, value: this.#answer(name as ApiName, args) };
    } catch (error) {
      return { ok: false, kind: 'failed', message: error instanceof Error ? error.message : String(error) };
    }
  }

  #answer(name: ApiName, [first, second, third]: readonly unknown[]): unknown {
    const runId = String(first);
    switch (name) {
      case 'about':
        return this.#about();
      case 'devices':
        return deviceReport;
      case 'storage':
        return this.#storage.report;
      case 'checkStore':
        return { problems: [] };
      case 'backUpStore':
        return this.#storage.backUp();
      case 'restoreStore':
        return this.#storage.restore(runId);
      case 'datasets':
        return this.#datasets;
      case 'presets':
        return presets;
      case 'check':
        return this.#check(first);
      case 'start':
        return this.#start(first);
      case 'startMany':
        return { runIds: (first as readonly unknown[]).map((one) => this.#start(one).runId) };
      case 'keptState':
        return this.#kept.get(runId) ?? null;
      case 'keepState':
        this.#kept.set(runId, second);
        return null;
      case 'stop':
        return this.#stop(runId);
      case 'pause':
        return this.#change(runId, { status: 'paused' });
      case 'resume':
        return this.#change(runId, { status: 'running' });
      case 'continueRun':
        return this.#change(runId, { status: 'running' });
      case 'continuesAfter':
        return 1;
      case 'runsPage':
        return fakePage([...this.#runs.values()], first);
      case 'runColumns':
        return fakeColumns([...this.#runs.values()]);
      case 'annotate':
        for (const id of first as readonly string[]) this.#annotate(id, second as Record<string, unknown>);
        return null;
      case 'series':
        return (first as readonly string[]).map((id) =>
          fakeCurve(id, this.#pointsOf(id), String(second), third),
        );
      case 'inspectImport':
        return fakeImportable(runId);
      case 'importRun':
        return { runId: this.#importRun(runId), hasPosterior: false };
      case 'importPosterior':
        return { runId: this.#importRun(runId) };
      case 'predict':
        return { rows: 1, samples: 8, notes: [] };
      case 'runResults':
        return this.#resultsOf(runId);
      case 'runSeries':
        return (second as readonly string[]).map((metric) =>
          fakeCurve(runId, this.#pointsOf(runId), metric, third),
        );
      case 'seriesNames':
        return [...new Set(this.#pointsOf(runId).map(({ name }) => name))].map((name) => ({
          name,
          points: 1,
        }));
      case 'posteriorSummary':
        return posterior;
      case 'predictions':
        return predictionsOf(runId);
      case 'evaluation':
        return evaluation;
      case 'removeMany':
        for (const id of first as readonly string[]) this.#remove(id);
        return null;
      case 'restoreRemoved':
        for (const id of first as readonly string[]) this.#restore(id);
        return null;
      case 'queue':
        return { entries: this.#queue() };
      case 'studies':
        return this.#studies;
      case 'study':
        return studyReport;
      case 'startStudy':
        return studyReport.summary;
      case 'savedViews':
        return this.#views.all;
      case 'saveView':
        return this.#views.save(first as Omit<SavedView, 'id' | 'changed'>);
      case 'removeView':
        return this.#views.remove(runId);
      case 'runs':
        return [...this.#runs.values()];
      case 'run':
        if (!this.#runs.has(runId)) throw new Error(`There is no run ${runId}.`);
        return this.#runs.get(runId);
      case 'metrics':
        return this.#pointsOf(runId)
          .filter(({ id }) => id > Number(second))
          .slice(0, answerLimit);
      case 'logs':
        return (this.#logs.get(runId) ?? []).filter(({ id }) => id > Number(second));
      case 'leastSure':
        return leastSure;
      case 'exportPosterior':
        return { files: [`/home/you/.local/share/parasample/exports/${runId}/posterior.safetensors`] };
      case 'fetchDataset':
        this.#setDatasetState('fetching');
        return { taskId: 'fetch' };
      case 'runtime':
        return this.#slowEngine ? { kind: 'installable', downloadMB: 274 } : { kind: 'installed' };
      case 'installRuntime':
        return { taskId: 'runtime' };
      case 'cancelTask':
        this.#setDatasetState('not-fetched');
        this.#emit({ type: 'task', task: { id: 'fetch', title: 'Fetching', state: 'cancelled', doneMB: 3 } });
        return null;
    }
  }

  #about() {
    const engine = this.#slowEngine
      ? {
          kind: 'javascript',
          text: 'JavaScript',
          warning: 'TensorFlow is not installed, so training is slow; `npm run runtime` installs it.',
        }
      : { kind: 'tensorflow', text: 'TensorFlow 2.21 (CPU)' };
    return { version: '0.1.0', shell: 'browser', engine, home: '/home/you/.local/share/parasample' };
  }

  #check(value: unknown) {
    const checked = checkExperiment(value);
    if (!checked.ok) return checked;
    const missing = checked.experiment.parallel.devices.find(
      (id) => !deviceReport.devices.some((device) => device.id === id),
    );
    const message = `${missing} is not on this machine; it has cpu:0 to cpu:3.`;
    return missing ? { ok: false, problems: [{ path: 'parallel.devices', message }] } : checked;
  }

  #start(value: unknown) {
    const runId = `run-${this.#runs.size + 1}`;
    const experiment = experimentSchema.parse(value);
    this.#logs.set(runId, [
      { id: 1, time: Date.now(), level: 'info', text: 'Starting one worker on each device.' },
    ]);
    this.#put({
      id: runId,
      status: 'running',
      reason: '',
      experiment,
      created: Date.now(),
      started: Date.now(),
      engine: 'TensorFlow 2.21 (CPU)',
      metrics: {},
      annotations: noAnnotations,
    });
    return { runId };
  }

  /** Takes as long as the spec wants, in one piece of news on the way. */
  #importRun(file: string): string {
    const task = {
      id: 'import',
      title: taskTitles.importRun(file),
      state: 'going',
      doneMB: 1,
      totalMB: 4,
    } as const;
    this.#emit({ type: 'task', task });
    this.addImportedRun('arrived');
    return 'arrived';
  }

  #resultsOf(runId: string): RunResults {
    const run = this.#runs.get(runId);
    const has = !this.#imported.has(runId) && run?.metrics['test.nll'] !== undefined;
    return { posterior: has, evaluation: has, leastSure: has, predictions: has, calibration: false };
  }

  #stop(runId: string): null {
    const run = this.#runs.get(runId);
    if (run) this.#put({ ...run, status: 'stopped', ended: Date.now(), metrics: finalMetrics });
    return null;
  }

  #change(runId: string, change: Partial<RunSummary>): null {
    const run = this.#runs.get(runId);
    if (run) this.#put({ ...run, ...change });
    return null;
  }

  #annotate(runId: string, change: Readonly<Record<string, unknown>>): void {
    const run = this.#runs.get(runId);
    if (!run) return;
    const name = String(change.name ?? run.experiment.name);
    this.#put({
      ...run,
      experiment: { ...run.experiment, name },
      annotations: annotated(run.annotations, change),
    });
  }

  #queue(): readonly QueueEntry[] {
    return [...this.#runs.values()]
      .filter(({ status }) => !isOver(status))
      .map(({ id, status, experiment }) => ({
        runId: id,
        name: experiment.name,
        state: status === 'queued' ? 'waiting' : status === 'paused' ? 'paused' : 'running',
        devices: experiment.parallel.devices,
        waitsFor: status === 'queued' ? experiment.parallel.devices : [],
        secondsLeft: 42,
        own: true,
      }));
  }

  #restore(runId: string): void {
    const run = this.#removed.get(runId);
    if (run) this.#put(run);
  }

  #remove(runId: string): void {
    const run = this.#runs.get(runId);
    if (run) this.#removed.set(runId, run);
    this.#runs.delete(runId);
    this.#emit({ type: 'removed', runId });
  }

  #add(run: RunSummary, slope: number, steps: number): void {
    this.#runs.set(run.id, run);
    this.#points.set(run.id, fakePoints(0, steps, slope, 0));
    this.#logs.set(run.id, [
      { id: 1, time: run.created, level: 'info', text: 'Starting one worker on each device.' },
    ]);
  }

  #store(runId: string, points: readonly StoredPoint[]): void {
    this.#points.set(runId, [...this.#pointsOf(runId), ...points]);
  }

  #pointsOf(runId: string): readonly StoredPoint[] {
    return this.#points.get(runId) ?? [];
  }

  #put(run: RunSummary): void {
    this.#runs.set(run.id, run);
    this.#emit({ type: 'run', run });
  }

  #setDatasetState(state: DatasetInfo['state']): void {
    this.#datasets = this.#datasets.map((one) => (one.id === 'fashion-mnist' ? { ...one, state } : one));
  }

  #emit(event: CoreEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
