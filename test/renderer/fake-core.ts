import { answer } from '../../src-main/api/answer';
import type { ServedCore } from '../../src-main/api/connection';
import type { EvaluationReport } from '../../src-shared/assessment/evaluation-report';
import type { TargetReports } from '../../src-shared/assessment/target-reports';
import type { ClusterHere, ClusterJob } from '../../src-shared/cluster/cluster-job';
import type { DataFingerprint } from '../../src-shared/data/data-fingerprint';
import type { ExperimentInput } from '../../src-shared/experiment/experiment';
import { type Checked, checkExperiment } from '../../src-shared/experiment/problems';
import type { PosteriorComparison } from '../../src-shared/posterior/posterior-comparison';
import type { About, Api, DatasetInfo, Outcome } from '../../src-shared/protocol/api';
import type { CoreEvent } from '../../src-shared/protocol/core-event';
import type { RunEstimate } from '../../src-shared/runs/run-estimate';
import type { RunStatus, StoredPoint } from '../../src-shared/runs/runs';
import type { StoreHealth } from '../../src-shared/storage';
import type { StudySummary } from '../../src-shared/study/study-report';
import { runtimeTaskTitle, type TaskProgress, taskTitles } from '../../src-shared/tasks';
import { fakeAnswer, fakeAskable, fakeTestItem, fakeTrainingRows, testPicture } from './fake-asking';
import { segmentation } from './fake-class-maps';
import { evaluation, FakeViews, posterior, predictionsOf } from './fake-desk';
import { fakeEstimate } from './fake-estimate';
import { fakeImportable } from './fake-importable';
import { fakeBoxes, fakeLayers } from './fake-layers';
import { fakeLook } from './fake-look';
import { FakeRunList, runSteps } from './fake-run-list';
import {
  datasets,
  deviceReport,
  digitsInput,
  fakeRun,
  finalMetrics,
  forecastInput,
  forecastMetrics,
  leastSure,
  presets,
} from './fake-runs';
import { FakeServers } from './fake-servers';
import { fakeStartTable } from './fake-start-table';
import { FakeStorage } from './fake-storage';
import { studyReport } from './fake-study';

/** A method that no spec lets the window ask for. */
async function notAsked(): Promise<never> {
  throw new Error('The core of the specs has no answer to this.');
}

/**
 * A core without workers: it answers the API from memory, its arguments checked as the real core's are, and its runs
 * advance when the spec says so.
 */
export class FakeCore implements ServedCore {
  readonly #listeners = new Set<(event: CoreEvent) => void>();
  readonly #runs = new FakeRunList((event) => this.#emit(event));
  readonly #views = new FakeViews();
  readonly #storage = new FakeStorage();
  readonly #kept = new Map<string, Awaited<ReturnType<Api['keptState']>>>();
  /** Other machines, as the desktop app has them. */
  readonly servers = new FakeServers((event) => this.#emit(event));
  shell: About['shell'] = 'browser';
  #datasets: readonly DatasetInfo[] = datasets;
  /** What every run takes. */
  estimate: RunEstimate = fakeEstimate;
  cluster: ClusterHere = { state: 'missing' };
  clusterJob: ClusterJob | null = null;
  /** What every run's test items say, where they have classes. */
  evaluation: EvaluationReport = evaluation;
  targets: TargetReports = { version: 1, targets: [] };
  /** How far any two posteriors lie apart. */
  readonly dataFingerprints = new Map<string, DataFingerprint>();
  comparison: PosteriorComparison | undefined;
  readonly #heldBack = new Map<string, Promise<void>>();
  #slowEngine = false;
  #studies: readonly StudySummary[] = [];

  /** Fills the list with one run of every interesting kind. */
  addExampleRuns(): void {
    this.#studies = [studyReport.summary];
    this.#runs.add(fakeRun('first', digitsInput, 'finished', { metrics: finalMetrics }), 0.014, runSteps);
    const faster = { ...digitsInput, name: 'Digits, 16 samples', training: { samples: 16, epochs: 30 } };
    const metrics = { ...finalMetrics, 'test.accuracy': 0.9806, 'test.nll': 0.0911, 'test.ece': 0.0112 };
    this.#runs.add(
      fakeRun('second', faster, 'finished', { metrics, created: Date.UTC(2026, 0, 13) }),
      0.022,
      runSteps,
    );
    this.#runs.add(
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
    this.#runs.add(fakeRun('third', broken, 'failed', { reason, created: Date.UTC(2026, 0, 14) }), 0.01, 12);
  }

  /** Adds a run as a table of another program brings it: with its scores, without a posterior and reports. */
  addImportedRun(id: string): void {
    const input = { ...digitsInput, name: 'From elsewhere' };
    this.#runs.addImported(fakeRun(id, input, 'finished', { metrics: finalMetrics }));
  }

  /** Adds runs that predict single values and fields. */
  addRegressionRuns(): void {
    for (const id of ['value', 'field'])
      this.#runs.add(
        fakeRun(id, { ...forecastInput, name: `A ${id}` }, 'finished', { metrics: forecastMetrics }),
        0.02,
        100,
      );
  }

  /** Adds runs that predict several things of a row, and of a picture. */
  addHeadsRuns(): void {
    const heads = (target: string, of: string) => ({
      target: [target, of],
      heads: [
        { target, task: 'classification' as const },
        { target: of, task: 'regression' as const },
      ],
    });
    // Ten test items, with doubts of 0 to 0.9 in nats and MPa.
    const doubts = Array.from({ length: 10 }, (_, item) => ({
      item,
      aleatoric: item / 10,
      epistemic: item / 10,
    }));
    const classes = {
      ...evaluation,
      doubts: doubts.map((one) => ({ ...one, isRight: true })),
    };
    const values = {
      ...predictionsOf('value'),
      doubts: doubts.map((one) => ({ ...one, error: 0 })),
    };
    this.targets = {
      version: 1,
      targets: [
        { name: 'failure', evaluation: classes },
        { name: 'strength', predictions: values },
      ],
    };
    const table = { dataset: 'table', path: '/data/concrete.csv', ...heads('failure', 'strength') } as const;
    const pictures = { dataset: 'images', path: '/data/digits.csv', ...heads('digit', 'slant') } as const;
    for (const [id, data] of [
      ['heads', table],
      ['heads-of-pictures', pictures],
    ] as const)
      this.#runs.add(
        fakeRun(id, { ...digitsInput, name: `Several ${id}`, data }, 'finished', { metrics: finalMetrics }),
        0.02,
        100,
      );
  }

  /** Adds a run that predicts a class for each pixel. */
  addClassMapsRun(): void {
    const data = { dataset: 'arrays', path: '/data/shapes.npz', task: 'segmentation' } as const;
    const metrics = { ...finalMetrics, 'test.meanIoU': 0.887, 'test.dice': 0.938, 'test.boundaryEce': 0.041 };
    this.#runs.add(
      fakeRun('maps', { ...digitsInput, name: 'Shapes', data }, 'finished', { metrics }),
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
    this.#runs.addMeasured(
      fakeRun(id, { ...digitsInput, name: `Run ${id}` }, 'finished', { metrics }),
      points,
    );
  }

  /** Adds a run that has ended, of a name that others may have too. */
  addNamed(id: string, name: string): void {
    this.#runs.addMeasured(fakeRun(id, { ...digitsInput, name }, 'finished', { metrics: finalMetrics }), []);
  }

  /**
   * Adds the digits demo as it ran on one device, where each step took so many milliseconds and its worker kept one core busy.
   * @param machineCores that anything kept busy meanwhile
   */
  addRunOnOneDevice(id: string, stepMs: number, machineCores = 1): void {
    const measured = Object.entries({ stepMs, busyCores: 1, machineCores });
    const points = Array.from({ length: 20 }, (_, step) =>
      measured.map(([kind, value], at) => ({
        ...{ id: step * measured.length + at + 1, name: `worker.0.${kind}`, step, epoch: step / 21 },
        ...{ time: step * stepMs, value },
      })),
    ).flat();
    const input: ExperimentInput = {
      ...digitsInput,
      name: 'On one device',
      parallel: { mode: 'local', devices: ['cpu:0'] },
    };
    this.#runs.addMeasured(fakeRun(id, input, 'finished', { metrics: finalMetrics }), points);
  }

  /** Adds a run that failed in its first steps. */
  addFailedRun(id: string, input: typeof digitsInput, reason: string): void {
    this.#runs.add(fakeRun(id, input, 'failed', { reason }), 0.01, 7);
  }

  /** What a person's wish, or a worker, makes of a run. */
  setStatus(runId: string, status: RunStatus): void {
    this.#runs.setStatus(runId, status);
  }

  /** Another process has a run of this one, in a state; or has removed it. */
  leave(runId: string, reason: string, status?: RunStatus): void {
    this.#runs.leave(runId, status);
    this.#emit({ type: 'left', runId, reason });
  }

  /** Answers calls of a name only once they are released. */
  heldBack(name: string): { readonly release: () => void } {
    let release = (): void => undefined;
    this.#heldBack.set(
      name,
      new Promise((resolve) => {
        release = resolve;
      }),
    );
    return { release: () => release() };
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
    this.#runs.advance(runId, steps);
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

  call(name: string, args: readonly unknown[]): Promise<Outcome<unknown>> {
    return (this.#heldBack.get(name) ?? Promise.resolve()).then(() => answer(this.#api, name, args));
  }

  readonly #api: Api = {
    ...this.#runs.methods,
    about: async () => this.#about(),
    devices: async () => deviceReport,
    datasets: async () => this.#datasets,
    presets: async () => presets,
    check: async (settings) => this.#check(settings),
    estimate: async () => this.estimate,
    leaveEstimate: async () => null,
    leastSure: async () => leastSure,
    posteriorSummary: async () => posterior,
    evaluation: async () => this.evaluation,
    predictions: async (runId) => predictionsOf(runId),
    targetReports: async () => this.targets,
    segmentation: async () => segmentation,
    predict: async () => ({ rows: 1, samples: 8, columns: [], notes: [] }),
    exportPosterior: async (runId) => ({
      files: [`/home/you/.local/share/parasample/exports/${runId}/posterior.safetensors`],
    }),
    inspectImport: async (file) => fakeImportable(file),
    lookAtData: async (file) => fakeLook(file),
    matchStart: async (_model, { names = {} }) => fakeStartTable(names),
    networkLayers: async (file, classes) => ({
      layers: fakeLayers(file, classes),
      boxes: fakeBoxes,
      outputs: ['logits'],
    }),
    importRun: async (file) => ({ runId: this.#importRun(file), hasPosterior: false }),
    importPosterior: async (file) => ({ runId: this.#importRun(file) }),
    savedViews: async () => this.#views.all,
    saveView: async (view) => this.#views.save(view),
    removeView: async (id) => this.#views.remove(id),
    keptState: async (key) => this.#kept.get(key) ?? null,
    keepState: async (key, state) => {
      this.#kept.set(key, state);
      return null;
    },
    cluster: async () => this.cluster,
    runOnCluster: async () => ({ runId: 'a-0001' }),
    continueOnCluster: async () => notAsked(),
    clusterJob: async () => this.clusterJob,
    followJob: async () => null,
    servers: async () => this.servers.list(),
    openServer: async (host) => this.servers.open(host),
    closeServer: async (host) => {
      this.servers.set({ host, state: 'closed' });
      return null;
    },
    forgetServer: async (host) => this.servers.forget(host),
    storage: async () => this.#storage.report,
    runSpace: async () => this.#storage.runSpace,
    freeCheckpoints: async (runIds) => this.#storage.freeCheckpoints(runIds),
    checkStore: async () => ({ problems: [] }),
    backUpStore: async () => this.#storage.backUp(),
    restoreStore: async (name) => this.#storage.restore(name),
    fetchDataset: async () => {
      this.#setDatasetState('fetching');
      return { taskId: 'fetch' };
    },
    runtime: async () =>
      this.#slowEngine ? { kind: 'installable', downloadMB: 274 } : { kind: 'installed' },
    installRuntime: async () => ({ taskId: 'runtime' }),
    cancelTask: async () => {
      this.#setDatasetState('not-fetched');
      this.#emit({ type: 'task', task: { id: 'fetch', title: 'Fetching', state: 'cancelled', doneMB: 3 } });
      return null;
    },
    studies: async () => this.#studies,
    study: async () => studyReport,
    startStudy: async () => studyReport.summary,
    endNow: notAsked,
    moveInQueue: notAsked,
    assignDevices: notAsked,
    askable: async (runId) => fakeAskable(runId),
    ask: async (runId, item) => fakeAnswer(item, runId),
    askedTestItem: async (runId) => fakeTestItem(runId),
    askedPicture: async () => ({ kind: 'fitted-picture', pixels: testPicture.pixels }),
    askedTrainingRows: async (runId) => fakeTrainingRows(runId),
    laplace: notAsked,
    calibrate: notAsked,
    assess: notAsked,
    writeStudyReport: notAsked,
    assessment: notAsked,
    comparePosteriors: async () => this.comparison ?? notAsked(),
    calibration: notAsked,
    environments: notAsked,
    dataFingerprints: async (runIds) => runIds.map((id) => this.dataFingerprints.get(id) ?? null),
    exportRun: notAsked,
    printReport: notAsked,
    writeReport: notAsked,
    exportCluster: notAsked,
    stopStudy: notAsked,
    writeStudy: notAsked,
  };

  #about(): About {
    const engine = this.#slowEngine
      ? ({
          kind: 'javascript',
          text: 'JavaScript',
          warning: 'TensorFlow is not installed, so training is slow; `npm run runtime` installs it.',
        } as const)
      : ({ kind: 'tensorflow', text: 'TensorFlow 2.21 (CPU)' } as const);
    return { version: '0.1.0', shell: this.shell, engine, home: '/home/you/.local/share/parasample' };
  }

  #check(settings: unknown): Checked {
    const checked = checkExperiment(settings);
    if (!checked.ok) return checked;
    const missing = checked.experiment.parallel.devices.find(
      (id) => !deviceReport.devices.some((device) => device.id === id),
    );
    const message = `${missing} is not on this machine; it has cpu:0 to cpu:3.`;
    return missing ? { ok: false, problems: [{ path: 'parallel.devices', message }] } : checked;
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

  #setDatasetState(state: DatasetInfo['state']): void {
    this.#datasets = this.#datasets.map((one) => (one.id === 'fashion-mnist' ? { ...one, state } : one));
  }

  #emit(event: CoreEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
