import { dirname, join } from 'node:path';
import type { Device } from '../../../src-shared/devices/devices';
import { doGpusDiffer } from '../../../src-shared/devices/do-gpus-differ';
import { gpuMemoryOf } from '../../../src-shared/devices/gpu-memory';
import { sentenceOf } from '../../../src-shared/errors';
import { heartbeatName, heartbeatVariable } from '../../../src-shared/formats/checkpoint-names';
import type { MetricPoint } from '../../../src-shared/metrics';
import type { Phase } from '../../../src-shared/protocol/worker-protocol';
import type { RunProgress } from '../../../src-shared/runs/runs';
import { workerEnvironment } from '../../processes/worker-environment';
import type { NewLogLine } from '../../store/run-changes';
import type { AcceptedRun, RunContext } from '../accepted-run';
import { keepRecovery } from '../kept-recovery';
import { type CheckpointSearch, newestCheckpoint } from '../newest-checkpoint';
import { noteGpus } from '../run-environment';
import { CrashBudget } from './crash-budget';
import type { CrewPlace } from './crew-member';
import { DeviceReturn } from './device-return';
import { makeExchangeFolder, removeExchangeFolder } from './exchange-folder';
import { firstCrew, whyLost } from './first-crew';
import { type CrewSplit, survivingCrew } from './surviving-crew';
import { type CrewEnd, type CrewListener, type LastCrewEnd, WorkerCrew } from './worker-crew';

export interface CrewsListener extends Omit<CrewListener, 'onEnd'> {
  /** These workers end; others will go on in a moment. */
  onRecovering(): void;
  /** Called exactly once, last. */
  onEnd(end: LastCrewEnd): void;
}

/**
 * The crews of one run, one after the other. Where a worker is lost, those that stay leave where they stand and a new
 * crew goes on from there on their devices, along the same path; where its device is there again, one on all devices
 * follows. To its listener it is one crew that ends once.
 */
export class RunCrews implements CrewListener {
  #split: CrewSplit;
  #crew: WorkerCrew | undefined;
  /** Of the present crew, and of an ended one whose workers left there what the disk refuses. */
  #exchangeFolders: readonly string[] = [];
  readonly #budget: CrashBudget;
  readonly #returns: DeviceReturn;
  /** What the present crew leaves for: more devices. */
  #next: CrewSplit | undefined;
  #isPauseWanted = false;
  #waiting: NodeJS.Timeout | undefined;
  /** Its GPUs are looked at before the first crew starts. */
  #isLooking = false;
  #isEnding = false;
  /** The present crew goes on from what an earlier one learned. */
  #hasLearned = false;
  readonly #run: AcceptedRun;
  readonly #context: RunContext;
  readonly #listener: CrewsListener;

  constructor(run: AcceptedRun, context: RunContext, listener: CrewsListener) {
    this.#run = run;
    this.#context = context;
    this.#listener = listener;
    this.#split = { devices: run.devices, experiment: run.experiment };
    this.#budget = new CrashBudget(context.timings.restartMs);
    this.#returns = new DeviceReturn(context.timings.returnMs, () => void this.#takeBack());
  }

  /** Starts the first crew, from a checkpoint where one is given; since the run was queued a GPU may have gone. */
  begin(checkpoint: string | undefined): void {
    if (this.#run.devices.some(({ kind }) => kind === 'gpu')) void this.#beginOnGpus(checkpoint);
    else this.#start(checkpoint);
  }

  async #beginOnGpus(checkpoint: string | undefined): Promise<void> {
    this.#isLooking = true;
    const present = await this.#context.devices();
    this.#isLooking = false;
    // It may have been stopped while the devices were read.
    if (this.#isEnding) return;
    const first = firstCrew(this.#run, present);
    if ('failure' in first) this.#finish({ type: 'failed', reason: first.failure, lost: [] });
    else {
      this.#split = first.split;
      for (const text of first.notes) this.onLog({ time: Date.now(), level: 'warning', text });
      this.#start(checkpoint);
    }
  }

  #start(checkpoint: string | undefined): void {
    try {
      const folder = makeExchangeFolder();
      this.#exchangeFolders = [...this.#exchangeFolders, folder];
      const { launcher, timings } = this.#context;
      const { elastic } = this.#run.experiment.parallel;
      noteGpus(this.#run.runFolder, this.#split, this.#crew === undefined && checkpoint === undefined);
      this.#crew = new WorkerCrew(this.#places(folder, checkpoint), launcher, timings, this, elastic);
      this.#crew.start();
      if (this.#split.devices.length < this.#run.devices.length) this.#returns.schedule();
    } catch (error) {
      this.#finish({ type: 'failed', reason: sentenceOf(error, 'Starting the workers'), lost: [] });
    }
  }

  /** No worker runs, and some will in a moment. */
  get #isBetweenCrews(): boolean {
    return this.#waiting !== undefined || this.#isLooking;
  }

  stop(): void {
    this.#isEnding = true;
    if (this.#isBetweenCrews)
      this.#finish({ type: 'ended-by-force', reason: 'Stopped on request, before its workers began again.' });
    else this.#crew?.stop(this.#hasLearned);
  }

  endNow(reason: string): void {
    this.#isEnding = true;
    if (this.#isBetweenCrews) this.#finish({ type: 'ended-by-force', reason });
    else this.#crew?.endNow(reason);
  }

  abort(reason: string): void {
    this.#isEnding = true;
    if (this.#isBetweenCrews) this.#finish({ type: 'failed', reason, lost: [] });
    else this.#crew?.abort(reason);
  }

  pause(): void {
    this.#isPauseWanted = true;
    this.#crew?.pause();
  }

  resume(): void {
    this.#isPauseWanted = false;
    this.#crew?.resume();
  }

  kept(step: number): void {
    this.#crew?.kept(step);
  }

  onPhase(phase: Phase): void {
    this.#listener.onPhase(phase);
    // A crew that follows a paused one waits too.
    if (phase === 'training' && this.#isPauseWanted) this.#crew?.pause();
  }

  onProgress(progress: Omit<RunProgress, 'phase' | 'secondsLeft'>): void {
    this.#listener.onProgress(progress);
  }

  onPoints(points: readonly MetricPoint[]): void {
    this.#listener.onPoints(points);
  }

  onLog(line: NewLogLine): void {
    this.#listener.onLog(line);
  }

  onPaused(): void {
    if (this.#next) this.#crew?.leave();
    else this.#listener.onPaused();
  }

  onEnd(end: CrewEnd): void {
    const { elastic } = this.#run.experiment.parallel;
    const next = this.#next;
    this.#next = undefined;
    if (end.type === 'left') this.#afterLeaving(next);
    else if (end.type === 'failed' && end.lost.length > 0 && !this.#isEnding && elastic) this.#bear(end);
    else this.#finish(end);
  }

  #afterLeaving(next: CrewSplit | undefined): void {
    if (next && !this.#isEnding) this.#follow(next, 0);
    else if (this.#isEnding) {
      this.#findNewest();
      this.#finish({ type: 'ended-by-force', reason: 'Stopped on request, before its workers began again.' });
    } else
      this.#finish({ type: 'failed', reason: 'The workers left, though nobody asked them to.', lost: [] });
  }

  #bear(end: Extract<CrewEnd, { type: 'failed' }>): void {
    const wait = this.#budget.take(performance.now());
    if (wait === undefined) {
      this.#finish({ ...end, reason: `${end.reason} The run had lost workers three times in five minutes.` });
      return;
    }
    this.#returns.noteLoss();
    this.#follow(survivingCrew(this.#split, end.lost), wait);
  }

  /** Lets another crew go on from the last step that any worker has written down. */
  #follow(split: CrewSplit, waitMs: number): void {
    const { newest, notes } = this.#findNewest();
    this.#removeFoldersWithout(newest?.path);
    const state = newest?.state ?? { step: 0, points: [] };
    const news = this.#newsOf(split, state.step);
    this.#split = split;
    this.#hasLearned = newest !== undefined;
    for (const text of [...notes, news]) this.onLog({ time: Date.now(), level: 'warning', text });
    this.#context.recorder.rewind(this.#run.id, state);
    this.#listener.onRecovering();
    this.#waiting = setTimeout(() => {
      this.#waiting = undefined;
      this.#start(newest?.path);
    }, waitMs);
  }

  /** Where the run can go on from; what workers left in memory is kept as a checkpoint on the disk. */
  #findNewest(): CheckpointSearch {
    const { id, experiment, runFolder, owner } = this.#run;
    const { newest, notes } = newestCheckpoint(id, experiment, runFolder, this.#exchangeFolders);
    return { newest: newest && keepRecovery(newest, runFolder, owner), notes };
  }

  /** They hold memory. Only what could not be kept on the disk is still needed of them. */
  #removeFoldersWithout(needed: string | undefined): void {
    const isNeeded = (folder: string) => needed !== undefined && dirname(needed) === folder;
    for (const folder of this.#exchangeFolders) if (!isNeeded(folder)) removeExchangeFolder(folder);
    this.#exchangeFolders = this.#exchangeFolders.filter(isNeeded);
  }

  #newsOf({ devices }: CrewSplit, step: number): string {
    const text = `Training goes on after step ${step} on ${namesOf(devices)}`;
    const missing = without(this.#run.devices, devices);
    const gained = without(devices, this.#split.devices);
    const back = gained.length === 0 ? '' : `, with ${namesOf(gained)} again`;
    if (missing.length === 0) return `${text}${back}.`;
    const seconds = Math.round(this.#returns.waitMs / 1000);
    return `${text}${back}; ${namesOf(missing)} will be looked for again after ${seconds} s.`;
  }

  /** Where lost devices are there again, the crew leaves for one on these too, but not while the run is paused. */
  async #takeBack(): Promise<void> {
    const { devices, experiment } = this.#run;
    const present = await this.#context.devices();
    // The crew may have ended while the devices were read.
    if (this.#isEnding || this.#waiting) return;
    const missing = without(devices, this.#split.devices).filter(
      (device) => whyLost(device, present) !== undefined,
    );
    const lost = missing.map((device) => devices.indexOf(device));
    const next = survivingCrew({ devices, experiment }, lost);
    if (this.#isPauseWanted || next.devices.length === this.#split.devices.length) this.#returns.schedule();
    else {
      this.#next = next;
      this.#crew?.pause();
    }
  }

  #finish(end: LastCrewEnd): void {
    this.#isEnding = true;
    this.#returns.cancel();
    if (this.#waiting) clearTimeout(this.#waiting);
    this.#waiting = undefined;
    for (const folder of this.#exchangeFolders) removeExchangeFolder(folder);
    this.#listener.onEnd(end);
  }

  #places(exchangeFolder: string, checkpoint: string | undefined): CrewPlace[] {
    const { id, data, engine, cores, datasetFolder, runFolder, owner, environment } = this.#run;
    const { devices, experiment } = this.#split;
    return devices.map((device, rank) => ({
      task: {
        runId: id,
        experiment,
        data,
        rank,
        workers: devices.length,
        device: device.id,
        ...gpuMemoryOf(device),
        ...(doGpusDiffer(devices) ? { doGpusDiffer: true } : {}),
        engine,
        datasetFolder,
        runFolder,
        owner,
        exchangeFolder,
        ...(checkpoint === undefined ? {} : { checkpoint }),
      },
      environment: {
        ...workerEnvironment(
          device,
          devices,
          cores,
          environment,
          experiment.parallel.threadsPerDevice,
          experiment.training,
        ),
        [heartbeatVariable]: join(exchangeFolder, heartbeatName(rank)),
      },
    }));
  }
}

function without(devices: readonly Device[], others: readonly Device[]): readonly Device[] {
  return devices.filter(({ id }) => !others.some((other) => other.id === id));
}

function namesOf(devices: readonly Device[]): string {
  return devices.map(({ id }) => id).join(', ');
}
