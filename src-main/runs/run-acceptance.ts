import { measuredAs } from '../../src-shared/data/data-fingerprint';
import type { Device } from '../../src-shared/devices/devices';
import { BadInputError } from '../../src-shared/errors';
import { withGap } from '../../src-shared/runs/run-time';
import type { RunSummary } from '../../src-shared/runs/runs';
import { datasetFolder } from '../datasets/datasets';
import { keepInThread } from '../networks/network-in-thread';
import type { OwnMark } from '../processes/own-mark';
import type { WorkerLauncher } from '../processes/worker-process';
import type { Store } from '../store/store';
import type { AcceptedRun } from './accepted-run';
import { type CheckedRun, checkRun, type Surroundings } from './check-run';
import { chosenDevices } from './chosen-devices';
import { goesOnText, planContinuation, reopenRun } from './continuation';
import { createRun } from './created-run';
import type { EngineInUse } from './engine-choice';
import { environmentNotes, firstNotes } from './first-notes';
import { keepOwner } from './kept-owner';
import { type LaplaceRequest, placeNetworks, planLaplace } from './laplace-plan';
import { type FoundCheckpoint, newestCheckpoint } from './newest-checkpoint';
import type { OwnRuns } from './own-runs';
import { runFolderOf } from './run-folder';
import { progressFrom, RunInProgress } from './run-in-progress';
import type { RunRecorder } from './run-recorder';
import type { RunTimings } from './run-timings';
import { refuseChangedData } from './unchanged-data';

/** What runs are accepted with: the machine, and how workers are started. */
export interface RunSurroundings {
  readonly store: Store;
  readonly launcher: WorkerLauncher;
  readonly home: string;
  readonly cacheFolder: string;
  readonly engine: () => EngineInUse;
  readonly devices: () => Promise<readonly Device[]>;
  /** What workers inherit. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cores: number;
}

export interface RunAcceptanceOptions extends RunSurroundings {
  readonly owner: OwnMark;
  readonly timings: RunTimings;
  readonly recorder: RunRecorder;
  readonly runs: OwnRuns;
  readonly summary: (runId: string) => RunSummary;
  readonly tell: (runId: string) => void;
  readonly queueChanged: () => void;
}

/** Checks what is to run, new or again, and queues it as runs of this process. */
export class RunAcceptance {
  readonly #options: RunAcceptanceOptions;

  constructor(options: RunAcceptanceOptions) {
    this.#options = options;
  }

  /** Queues all of these experiments as runs, in their order, or none: throws BadInputError where one cannot run. */
  async startMany(values: readonly unknown[]): Promise<string[]> {
    const { runs, queueChanged } = this.#options;
    const surroundings = await this.#surroundings();
    const checked: CheckedRun[] = [];
    for (const value of values) checked.push(await this.#kept(await checkRun(value, surroundings)));
    const ids: string[] = [];
    try {
      for (const run of checked) ids.push(this.#queueNew(run, surroundings));
    } catch (error) {
      for (const id of ids) runs.find(id)?.stop();
      throw error;
    } finally {
      queueChanged();
    }
    return ids;
  }

  /**
   * Queues a new run: Laplace's approximation around the networks of one that is over. Throws BadInputError where it has none
   * that it can be put around.
   */
  async approximate(runId: string, request: LaplaceRequest): Promise<RunSummary> {
    const { recorder, summary, queueChanged } = this.#options;
    const surroundings = await this.#surroundings();
    const plan = await planLaplace(summary(runId), request, this.#runFolder(runId), surroundings);
    const kept = await this.#kept(plan);
    const id = this.#queueNew(kept, surroundings, (made) => placeNetworks(made, this.#runFolder(made), plan));
    const text = `Begins with the networks of run ${runId}, which were trained for ${plan.step} steps.`;
    recorder.log(id, { time: Date.now(), level: 'info', text });
    queueChanged();
    return summary(id);
  }

  /**
   * Goes on with a run that was stopped, failed or was interrupted, from its newest whole checkpoint or, without one,
   * from its beginning; on other devices where they are named. Throws BadInputError where it cannot run.
   */
  async continueRun(runId: string, ids?: readonly string[]): Promise<RunSummary> {
    const { store, owner, recorder, environment, summary, tell, queueChanged, runs } = this.#options;
    // It may have been another's and over there, while this process slept and has it still.
    runs.lookAtOwners();
    await runs.untilGone(runId);
    const run = summary(runId);
    const surroundings = await this.#surroundings();
    const plan = await planContinuation(run, ids, this.#runFolder(runId), surroundings);
    const { experiment, data, devices, notes } = plan;
    const { engine } = surroundings;
    const { started, ended = Date.now() } = run;
    const gaps = started === undefined ? [] : withGap(run.gaps ?? [], ended);
    const progress = progressFrom(undefined);
    const reopened = { id: runId, experiment, engine: engine.text, owner: owner.text, gaps, progress };
    const runFolder = this.#runFolder(runId);
    const found = reopenRun(store, reopened, () => {
      keepOwner(runFolder, owner.text);
      return newestCheckpoint(runId, experiment, runFolder);
    });
    if (!found) throw new BadInputError(`Run ${runId} is being continued already.`);
    const { newest: from } = found;
    const past = { ...(started === undefined ? {} : { gaps }), ...(from ? { from } : {}) };
    this.#accept(runId, { experiment, data }, engine, devices, past);
    const told = [...found.notes, ...notes, goesOnText(from, engine.text)];
    for (const text of [...told, ...environmentNotes(experiment, environment)])
      recorder.log(runId, { time: Date.now(), level: 'info', text });
    tell(runId);
    queueChanged();
    return summary(runId);
  }

  /** Gives a waiting run other devices. Throws BadInputError where it has begun or cannot run on them. */
  async assignDevices(runId: string, ids: readonly string[]): Promise<RunSummary> {
    const { store, owner, runs, summary, tell, queueChanged } = this.#options;
    const { experiment } = summary(runId);
    const surroundings = await this.#surroundings();
    const { devices, engine } = surroundings;
    const wanted = { ...experiment, parallel: { ...experiment.parallel, devices: ids } };
    const { experiment: changed, data } = await checkRun(wanted, surroundings);
    // Only now, since it may have begun while the devices were read.
    const waiting = runs.own(runId, 'given other devices');
    if (waiting.hasBegun)
      throw new BadInputError(`Run ${runId} has begun; only a waiting run can be given other devices.`);
    refuseChangedData(runId, waiting.run.data, data);
    if (!store.writer.changeExperiment(runId, owner.text, changed))
      throw new BadInputError(`Run ${runId} belongs to another Parasample process by now.`);
    const { from, gaps } = waiting.run;
    const past = { ...(from ? { from } : {}), ...(gaps ? { gaps } : {}) };
    const chosen = chosenDevices(changed.parallel.devices, devices);
    const before = waiting.run.data;
    this.#accept(runId, { experiment: changed, data: measuredAs(before, data) }, engine, chosen, past);
    tell(runId);
    queueChanged();
    return summary(runId);
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
    const { store, home, owner, recorder, environment, tell } = this.#options;
    const chosen = chosenDevices(experiment.parallel.devices, devices);
    const made = { experiment, data, devices: chosen, engine: engine.text, owner: owner.text };
    const { id, begun } = createRun(store.writer, home, made, (runId) => begin?.(runId));
    this.#accept(id, { experiment, data }, engine, chosen, begun ? { from: begun } : {});
    for (const text of firstNotes(experiment, engine, environment))
      recorder.log(id, { time: Date.now(), level: 'info', text });
    tell(id);
    return id;
  }

  /** What runs are checked against, as it is now. */
  async #surroundings(): Promise<Surroundings> {
    const { devices, engine, cacheFolder, home } = this.#options;
    return { devices: await devices(), engine: engine(), cacheFolder, home };
  }

  #accept(
    id: string,
    { experiment, data }: CheckedRun,
    engine: EngineInUse,
    devices: readonly Device[],
    past: Pick<AcceptedRun, 'from' | 'gaps'> = {},
  ): void {
    const { launcher, cores, environment, cacheFolder, recorder, timings, runs } = this.#options;
    const runFolder = this.#runFolder(id);
    const owner = this.#options.owner.text;
    keepOwner(runFolder, owner);
    recorder.take(id);
    const accepted = {
      id,
      experiment,
      data,
      engine: engine.choice,
      devices,
      cores,
      datasetFolder: datasetFolder(experiment.data, cacheFolder),
      runFolder,
      owner,
      environment,
      ...past,
    };
    const devicesNow = this.#options.devices;
    const run: RunInProgress = new RunInProgress(accepted, {
      recorder,
      launcher,
      timings,
      devices: devicesNow,
      onOver: () => runs.remove(run),
    });
    runs.add(run);
  }

  #runFolder(runId: string): string {
    return runFolderOf(this.#options.home, runId);
  }
}
