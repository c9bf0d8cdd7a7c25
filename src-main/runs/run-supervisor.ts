import { join } from 'node:path';
import type { Device } from '../../src-shared/devices/devices';
import { BadInputError } from '../../src-shared/errors';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { startOf } from '../../src-shared/experiment/start';
import type { CoreEvent } from '../../src-shared/protocol/core-event';
import type { QueueMove } from '../../src-shared/runs/run-queue';
import { withGap } from '../../src-shared/runs/run-time';
import { isOver, type RunSummary } from '../../src-shared/runs/runs';
import type { StoreHealth } from '../../src-shared/storage';
import { datasetFolder } from '../datasets/datasets';
import { keepInThread } from '../networks/network-in-thread';
import { foreignNames } from '../processes/listened-variables';
import { ownProcess } from '../processes/owner-process';
import type { WorkerLauncher } from '../processes/worker-process';
import { BatchKeeper } from '../store/batch-keeper';
import { Spool } from '../store/spool';
import type { Store } from '../store/store';
import type { AcceptedRun } from './accepted-run';
import { type CheckedRun, checkRun, type Surroundings } from './check-run';
import { chosenDevices } from './chosen-devices';
import { planContinuation, reopenRun } from './continuation';
import { createRun } from './created-run';
import { removeLeftExchangeFolders } from './crew/exchange-folder';
import { OtherProcesses } from './crew/other-processes';
import { OthersWatch } from './crew/others-watch';
import type { EngineInUse } from './engine-choice';
import { type LaplaceRequest, placeNetworks, planLaplace } from './laplace-plan';
import type { FoundCheckpoint } from './newest-checkpoint';
import { OwnRuns } from './own-runs';
import { moveInQueue } from './queue/queue-order';
import { SharedQueue } from './queue/shared-queue';
import { runFolderOf } from './run-folder';
import { progressFrom, RunInProgress } from './run-in-progress';
import type { RunLedger } from './run-ledger';
import { RunRecorder } from './run-recorder';
import { RunSummaries } from './run-summaries';
import { type RunTimings, usualTimings } from './run-timings';
import { spoolName } from './spool-name';
import { refuseChangedData } from './unchanged-data';

export interface SupervisorOptions {
  readonly store: Store;
  readonly launcher: WorkerLauncher;
  readonly home: string;
  readonly cacheFolder: string;
  readonly engine: () => EngineInUse;
  readonly devices: () => Promise<readonly Device[]>;
  readonly onEvent: (event: CoreEvent) => void;
  /** What workers inherit. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cores: number;
  readonly timings?: RunTimings;
}

/** Accepts runs, queues them for their devices, keeps what they report and brings each to its end. */
export class RunSupervisor {
  readonly #owner = ownProcess();
  readonly #timings: RunTimings;
  readonly #recorder: RunRecorder;
  readonly #runs: OwnRuns;
  readonly #queue: SharedQueue;
  readonly #watch: OthersWatch;
  readonly #keeper: BatchKeeper;
  readonly #summaries: RunSummaries;
  readonly #options: SupervisorOptions;

  constructor(options: SupervisorOptions) {
    this.#options = options;

    const { store, home } = options;
    const spoolFolder = join(home, 'spool');
    this.#timings = options.timings ?? usualTimings;
    this.#keeper = new BatchKeeper({
      writer: store.writer,
      spool: new Spool(spoolFolder, spoolName(this.#owner)),
      retryMs: this.#timings.storeRetryMs,
      onHealth: (health) => options.onEvent({ type: 'storage', health }),
    });
    this.#recorder = new RunRecorder(this.#keeper);
    this.#summaries = new RunSummaries(store.reader, this.#recorder);
    this.#queue = new SharedQueue(store, spoolFolder, (id) => this.#tell(id));
    this.#runs = new OwnRuns({
      recorder: this.#recorder,
      keeper: this.#keeper,
      queue: this.#queue,
      tickMs: this.#timings.tickMs,
      onNews: (runId, hasLines) => options.onEvent({ type: 'news', runId, hasLines }),
      onChange: (runId) => this.#tell(runId),
    });
    removeLeftExchangeFolders();
    const others = new OtherProcesses(store.reader, store.table, options.onEvent);
    this.#watch = new OthersWatch(store.writer, this.#keeper, this.#queue, others, this.#timings);
  }

  /** Checks an experiment, then queues it as a new run. Throws BadInputError, with nothing written, where it cannot run. */
  async start(value: unknown): Promise<RunSummary> {
    const [id] = await this.startMany([value]);
    return this.summary(id);
  }

  /** Queues all of these experiments as runs, in their order, or none: throws BadInputError where one cannot run. */
  async startMany(values: readonly unknown[]): Promise<string[]> {
    const surroundings = await this.#surroundings();
    const checked: CheckedRun[] = [];
    for (const value of values) checked.push(await this.#kept(await checkRun(value, surroundings)));
    const ids: string[] = [];
    try {
      for (const run of checked) ids.push(this.#queueNew(run, surroundings));
    } catch (error) {
      for (const id of ids) this.#runs.find(id)?.stop();
      throw error;
    } finally {
      this.#queueChanged();
    }
    return ids;
  }

  /**
   * Queues a new run: Laplace's approximation around the networks of one that is over. Throws BadInputError where it has none
   * that it can be put around.
   */
  async approximate(runId: string, request: LaplaceRequest): Promise<RunSummary> {
    const surroundings = await this.#surroundings();
    const plan = await planLaplace(this.summary(runId), request, this.runFolder(runId), surroundings);
    const kept = await this.#kept(plan);
    const id = this.#queueNew(kept, surroundings, (made) => placeNetworks(made, this.runFolder(made), plan));
    const text = `Begins with the networks of run ${runId}, which were trained for ${plan.step} steps.`;
    this.#recorder.log(id, { time: Date.now(), level: 'info', text });
    this.#queueChanged();
    return this.summary(id);
  }

  /**
   * Goes on with a run that was stopped, failed or was interrupted, from its newest whole checkpoint or, without one,
   * from its beginning; on other devices where they are named. Throws BadInputError where it cannot run.
   */
  async continueRun(runId: string, ids?: readonly string[]): Promise<RunSummary> {
    const run = this.summary(runId);
    const surroundings = await this.#surroundings();
    const plan = await planContinuation(run, ids, this.runFolder(runId), surroundings);
    const { experiment, data, devices, from, notes } = plan;
    const { engine } = surroundings;
    const { started, ended = Date.now() } = run;
    const gaps = started === undefined ? [] : withGap(run.gaps ?? [], ended);
    const progress = progressFrom(from);
    const reopened = { id: runId, experiment, engine: engine.text, owner: this.#owner, gaps, progress };
    if (!reopenRun(this.#options.store, reopened, from))
      throw new BadInputError(`Run ${runId} is being continued already.`);
    const past = { ...(started === undefined ? {} : { gaps }), ...(from ? { from } : {}) };
    this.#accept(runId, { experiment, data }, engine, devices, past);
    for (const text of notes) this.#recorder.log(runId, { time: Date.now(), level: 'info', text });
    this.#tell(runId);
    this.#queueChanged();
    return this.summary(runId);
  }

  /** Lets a run wait after its step. Throws BadInputError for one that does not train here. */
  pause(runId: string): void {
    this.#own(runId, 'paused').pause();
  }

  /** Goes on with a paused run. Throws BadInputError for one that is not. */
  resume(runId: string): void {
    this.#own(runId, 'resumed').resume();
    this.#runs.tick();
  }

  /** Whether this process runs it, or will. */
  owns(runId: string): boolean {
    return this.#runs.find(runId) !== undefined;
  }

  /** Moves a waiting run among the waiting ones of all processes. Throws BadInputError for one that does not wait. */
  moveInQueue(runId: string, move: QueueMove): void {
    moveInQueue(this.#options.store, runId, move);
    this.#queueChanged();
  }

  /** Gives a waiting run other devices. Throws BadInputError where it has begun or cannot run on them. */
  async assignDevices(runId: string, ids: readonly string[]): Promise<RunSummary> {
    const { experiment } = this.summary(runId);
    const surroundings = await this.#surroundings();
    const { devices, engine } = surroundings;
    const wanted = { ...experiment, parallel: { ...experiment.parallel, devices: ids } };
    const { experiment: changed, data } = await checkRun(wanted, surroundings);
    // Only now, since it may have begun while the devices were read.
    const waiting = this.#own(runId, 'given other devices');
    if (waiting.hasBegun)
      throw new BadInputError(`Run ${runId} has begun; only a waiting run can be given other devices.`);
    refuseChangedData(runId, waiting.run.data, data);
    this.#options.store.writer.changeExperiment(runId, changed);
    const { from, gaps } = waiting.run;
    const past = { ...(from ? { from } : {}), ...(gaps ? { gaps } : {}) };
    const chosen = chosenDevices(changed.parallel.devices, devices);
    this.#accept(runId, { experiment: changed, data }, engine, chosen, past);
    this.#tell(runId);
    this.#queueChanged();
    return this.summary(runId);
  }

  /** Asks a run to stop. Throws BadInputError for one that is over or belongs to another process. */
  stop(runId: string): void {
    this.#own(runId, 'stopped').stop();
    this.#runs.tick();
  }

  /** Ends a run's workers at once. */
  stopNow(runId: string): void {
    this.#own(runId, 'stopped').stopNow();
    this.#runs.tick();
  }

  summary(runId: string): RunSummary {
    return this.#summaries.of(runId);
  }

  list(): RunSummary[] {
    return this.#options.store.table.rows().map(({ summary }) => this.current(summary));
  }

  runFolder(runId: string): string {
    return runFolderOf(this.#options.home, runId);
  }

  /** Interrupts the runs of this process and waits until their workers are gone. */
  async close(): Promise<void> {
    this.#watch.close();
    await this.#runs.close();
    this.#keeper.close();
  }

  /** With the files that it is made of kept where no one changes them. */
  async #kept(run: CheckedRun): Promise<CheckedRun> {
    return { ...run, experiment: await keepInThread(run.experiment, this.#options.home) };
  }

  /** @param begin where it begins, of the run that was made; without it at its first step */
  #queueNew(
    { experiment, data }: CheckedRun,
    { devices, engine }: Surroundings,
    begin?: (runId: string) => FoundCheckpoint,
  ): string {
    const { store, home } = this.#options;
    const chosen = chosenDevices(experiment.parallel.devices, devices);
    const made = { experiment, data, devices: chosen, engine: engine.text, owner: this.#owner };
    const { id, begun } = createRun(store.writer, home, made, (runId) => begin?.(runId));
    this.#accept(id, { experiment, data }, engine, chosen, begun ? { from: begun } : {});
    for (const text of this.#firstNotes(engine, experiment))
      this.#recorder.log(id, { time: Date.now(), level: 'info', text });
    this.#tell(id);
    return id;
  }

  #firstNotes(engine: EngineInUse, experiment: Experiment): readonly string[] {
    const foreign = foreignNames(this.#options.environment).join(', ');
    const kept = `Set where Parasample was started, but not for workers, whose numbers it would change: ${foreign}.`;
    const { model } = experiment;
    const start = startOf(experiment);
    const whose = start?.run === undefined ? start?.file : `run ${start.run}`;
    const begins = [
      `Weights begin at those of ${whose}.`,
      ...(start?.fresh ? [`Afresh begin ${start.fresh.join(', ')}.`] : []),
    ];
    const head = 'head' in model ? model.head : undefined;
    const anew = head ? [`The last layer is made anew for ${head.classes} outputs and begins afresh.`] : [];
    return [
      `Trains with ${engine.text}.`,
      ...(start ? begins : []),
      ...anew,
      ...(foreign === '' ? [] : [kept]),
    ];
  }

  /** What runs are checked against, as it is now. */
  async #surroundings(): Promise<Surroundings> {
    const devices = await this.#options.devices();
    const { cacheFolder, home } = this.#options;
    return { devices, engine: this.#options.engine(), cacheFolder, home };
  }

  #accept(
    id: string,
    { experiment, data }: CheckedRun,
    engine: EngineInUse,
    devices: readonly Device[],
    past: Pick<AcceptedRun, 'from' | 'gaps'> = {},
  ): void {
    const { launcher, cores, environment, cacheFolder } = this.#options;
    const run = new RunInProgress(
      {
        id,
        experiment,
        data,
        engine: engine.choice,
        devices,
        cores,
        datasetFolder: datasetFolder(experiment.data, cacheFolder),
        runFolder: this.runFolder(id),
        environment,
        ...past,
      },
      {
        recorder: this.#recorder,
        launcher,
        timings: this.#timings,
        devices: this.#options.devices,
        onOver: () => this.#runs.remove(id),
      },
    );
    this.#runs.add(run);
  }

  #tell(runId: string): void {
    this.#options.onEvent({ type: 'run', run: this.summary(runId) });
  }

  #queueChanged(): void {
    this.#options.onEvent({ type: 'queue' });
    this.#runs.tick();
  }

  /** The summary as stored; while the store refuses, with the state that it could not take. */
  current(run: RunSummary): RunSummary {
    return this.#recorder.current(run);
  }

  /** By which runs that train elsewhere are stored, too. */
  get ledger(): RunLedger {
    return {
      recorder: this.#recorder,
      owner: this.#owner,
      summary: (runId) => this.summary(runId),
      tick: () => this.#runs.tick(),
      tell: (runId) => this.#tell(runId),
    };
  }

  /** What a person is to know of the store. */
  get health(): StoreHealth {
    return this.#keeper.health;
  }

  /** @param what is to happen to it, as "stopped" */
  #own(runId: string, what: string): RunInProgress {
    const run = this.#runs.find(runId);
    if (run) return run;
    const { status } = this.summary(runId);
    if (isOver(status)) throw new BadInputError(`Run ${runId} is over (${status}); it cannot be ${what}.`);
    throw new BadInputError(
      `Run ${runId} belongs to another Parasample process and can only be ${what} there.`,
    );
  }
}
