import { BadInputError } from '../../src-shared/errors';
import { headsOf } from '../../src-shared/experiment/data/heads';
import { experimentSchema } from '../../src-shared/experiment/experiment';
import type { Api } from '../../src-shared/protocol/api';
import type { CoreEvent } from '../../src-shared/protocol/core-event';
import { type AnnotationChange, noAnnotations } from '../../src-shared/runs/annotations';
import type { QueueEntry } from '../../src-shared/runs/run-queue';
import type { RunResults } from '../../src-shared/runs/run-results';
import {
  isOver,
  type LogLine,
  type RunStatus,
  type RunSummary,
  type StoredPoint,
} from '../../src-shared/runs/runs';
import { annotated, fakeColumns, fakeCurve, fakeFound, fakePage } from './fake-desk';
import { fakePoints, finalMetrics } from './fake-runs';

const answerLimit = 20_000;

/** Steps of every run. */
export const runSteps = 630;

type RunMethods = Pick<
  Api,
  | 'start'
  | 'startMany'
  | 'stop'
  | 'pause'
  | 'resume'
  | 'continueRun'
  | 'continuesAfter'
  | 'queue'
  | 'runs'
  | 'run'
  | 'runsPage'
  | 'foundRuns'
  | 'runColumns'
  | 'runResults'
  | 'annotate'
  | 'removeMany'
  | 'restoreRemoved'
  | 'removedRuns'
  | 'metrics'
  | 'seriesNames'
  | 'series'
  | 'runSeries'
  | 'logs'
>;

/** The runs of a core without workers, and what they have measured: every change is told, as the core tells it. */
export class FakeRunList {
  readonly #runs = new Map<string, RunSummary>();
  readonly #points = new Map<string, readonly StoredPoint[]>();
  readonly #logs = new Map<string, readonly LogLine[]>();
  readonly #removed = new Map<string, RunSummary>();
  readonly #imported = new Set<string>();
  readonly #emit: (event: CoreEvent) => void;

  constructor(emit: (event: CoreEvent) => void) {
    this.#emit = emit;
  }

  /** Adds a run with so many steps behind it; `slope` makes its curves differ from another's. */
  add(run: RunSummary, slope: number, steps: number): void {
    this.addMeasured(run, fakePoints(0, steps, slope, 0));
    this.#logs.set(run.id, [firstLine(run.created)]);
  }

  addMeasured(run: RunSummary, points: readonly StoredPoint[]): void {
    this.#runs.set(run.id, run);
    this.#points.set(run.id, points);
  }

  /** Adds a run without a posterior and reports. */
  addImported(run: RunSummary): void {
    this.#imported.add(run.id);
    this.add(run, 0.02, runSteps);
  }

  /** Trains a run by so many steps, and finishes it where that was the last. */
  advance(runId: string, steps: number): void {
    const run = this.#runs.get(runId);
    if (!run) return;
    const done = run.progress?.step ?? 0;
    const step = Math.min(runSteps, done + steps);
    const points = this.#pointsOf(runId);
    this.#points.set(runId, [...points, ...fakePoints(done, step, 0.014, points.length)]);
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

  setStatus(runId: string, status: RunStatus): void {
    this.#change(runId, { status });
  }

  /** Lets a run be another process's, in silence. */
  leave(runId: string, status?: RunStatus): void {
    if (status) this.#runs.set(runId, { ...this.#run(runId), status });
    else this.#runs.delete(runId);
  }

  /** What the API answers about runs. */
  readonly methods: RunMethods = {
    start: async (settings) => this.#start(settings),
    startMany: async (settings) => ({ runIds: settings.map((one) => this.#start(one).runId) }),
    stop: async (runId) => {
      this.#change(runId, { status: 'stopped', ended: Date.now(), metrics: finalMetrics });
      return null;
    },
    pause: async (runId) => {
      this.#change(runId, { status: 'paused' });
      return null;
    },
    resume: async (runId) => {
      this.#change(runId, { status: 'running' });
      return null;
    },
    continueRun: async (runId) => this.#change(runId, { status: 'running' }),
    continuesAfter: async () => 1,
    queue: async () => ({ entries: this.#queue() }),
    runs: async () => this.#all(),
    run: async (runId) => this.#run(runId),
    runsPage: async (request) => fakePage(this.#all(), request),
    foundRuns: async (request) => fakeFound(this.#all(), request),
    runColumns: async () => fakeColumns(this.#all()),
    runResults: async (runId) => this.#resultsOf(runId),
    annotate: async (runIds, change) => {
      for (const id of runIds) this.#annotate(id, change);
      return null;
    },
    removeMany: async (runIds) => {
      for (const id of runIds) this.#remove(id);
      return null;
    },
    restoreRemoved: async (runIds) => {
      for (const id of runIds) this.#restore(id);
      return null;
    },
    removedRuns: async () =>
      [...this.#removed.values()].map(({ id, experiment }) => ({ id, name: experiment.name, removed: 0 })),
    metrics: async (runId, after) =>
      this.#pointsOf(runId)
        .filter(({ id }) => id > after)
        .slice(0, answerLimit),
    seriesNames: async (runId) =>
      [...new Set(this.#pointsOf(runId).map(({ name }) => name))].map((name) => ({ name, points: 1 })),
    series: async (runIds, metric, options) =>
      runIds.map((id) => fakeCurve(id, this.#pointsOf(id), metric, options)),
    runSeries: async (runId, metrics, options) =>
      metrics.map((metric) => fakeCurve(runId, this.#pointsOf(runId), metric, options)),
    logs: async (runId, after) => (this.#logs.get(runId) ?? []).filter(({ id }) => id > after),
  };

  #start(settings: unknown): { readonly runId: string } {
    const runId = `run-${this.#runs.size + 1}`;
    const experiment = experimentSchema.parse(settings);
    this.#logs.set(runId, [firstLine(Date.now())]);
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

  #all(): readonly RunSummary[] {
    return [...this.#runs.values()];
  }

  #run(runId: string): RunSummary {
    const run = this.#runs.get(runId);
    if (!run) throw new BadInputError(`There is no run ${runId}.`);
    return run;
  }

  #resultsOf(runId: string): RunResults {
    const run = this.#runs.get(runId);
    const has = !this.#imported.has(runId) && run?.metrics['test.nll'] !== undefined;
    return {
      posterior: has,
      evaluation: has,
      leastSure: has,
      predictions: has,
      segmentation: has,
      targets: has && run !== undefined && headsOf(run.experiment.data).length > 0,
      calibration: false,
      assessment: false,
      refusedFormats: { 'sampling-parallelism': 'data.dataset: sampling-parallelism has no digits.' },
    };
  }

  #change(runId: string, change: Partial<RunSummary>): RunSummary {
    const changed = { ...this.#run(runId), ...change };
    this.#put(changed);
    return changed;
  }

  #annotate(runId: string, change: AnnotationChange): void {
    const run = this.#run(runId);
    const name = change.name ?? run.experiment.name;
    this.#put({
      ...run,
      experiment: { ...run.experiment, name },
      annotations: annotated(run.annotations, change),
    });
  }

  #queue(): readonly QueueEntry[] {
    return this.#all()
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

  #put(run: RunSummary): void {
    this.#runs.set(run.id, run);
    this.#emit({ type: 'run', run });
  }

  #pointsOf(runId: string): readonly StoredPoint[] {
    return this.#points.get(runId) ?? [];
  }
}

function firstLine(time: number): LogLine {
  return { id: 1, time, level: 'info', text: 'Starting one worker on each device.' };
}
