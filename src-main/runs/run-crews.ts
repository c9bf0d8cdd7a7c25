import { sentenceOf } from '../../src-shared/errors';
import type { MetricPoint } from '../../src-shared/metrics';
import type { RunProgress } from '../../src-shared/runs';
import type { Phase } from '../../src-shared/worker-protocol';
import type { NewLogLine } from '../store/run-record';
import { CrashBudget } from './crash-budget';
import type { CrewPlace } from './crew-member';
import { makeExchangeFolder, removeExchangeFolder } from './exchange-folder';
import { newestCheckpoint } from './newest-checkpoint';
import type { AcceptedRun, RunContext } from './run-in-progress';
import { type CrewSplit, survivingCrew } from './surviving-crew';
import { type CrewEnd, type CrewListener, WorkerCrew } from './worker-crew';
import { workerEnvironment } from './worker-environment';

export interface CrewsListener extends CrewListener {
  /** A worker was lost; others will go on in a moment. */
  onRecovering(): void;
}

/**
 * The crews of one run, one after the other. Where a worker is lost, those that stay leave where they stand and a new
 * crew goes on from there on their devices, along the same path. To its listener it is one crew that ends once.
 */
export class RunCrews implements CrewListener {
  private split: CrewSplit;
  private crew: WorkerCrew | undefined;
  /** Those of ended crews stay till the run is over: what their workers left is in them. */
  private exchangeFolders: readonly string[] = [];
  private readonly budget: CrashBudget;
  private waiting: NodeJS.Timeout | undefined;
  private isEnding = false;

  constructor(
    private readonly run: AcceptedRun,
    private readonly context: RunContext,
    private readonly listener: CrewsListener,
  ) {
    this.split = { devices: run.devices, experiment: run.experiment };
    this.budget = new CrashBudget(context.timings.restartMs);
  }

  /** Starts the first crew, from a checkpoint where one is given. */
  start(checkpoint: string | undefined): void {
    try {
      const folder = makeExchangeFolder();
      this.exchangeFolders = [...this.exchangeFolders, folder];
      const { launcher, timings } = this.context;
      const { elastic } = this.run.experiment.parallel;
      this.crew = new WorkerCrew(this.places(folder, checkpoint), launcher, timings, this, elastic);
      this.crew.start();
    } catch (error) {
      this.finish({ type: 'failed', reason: sentenceOf(error, 'Starting the workers'), lost: [] });
    }
  }

  stop(): void {
    this.isEnding = true;
    if (this.waiting)
      this.finish({ type: 'ended-by-force', reason: 'Stopped on request, before its workers began again.' });
    else this.crew?.stop();
  }

  endNow(reason: string): void {
    this.isEnding = true;
    if (this.waiting) this.finish({ type: 'ended-by-force', reason });
    else this.crew?.endNow(reason);
  }

  abort(reason: string): void {
    this.isEnding = true;
    if (this.waiting) this.finish({ type: 'failed', reason, lost: [] });
    else this.crew?.abort(reason);
  }

  pause(): void {
    this.crew?.pause();
  }

  resume(): void {
    this.crew?.resume();
  }

  onPhase(phase: Phase): void {
    this.listener.onPhase(phase);
  }

  onProgress(progress: Omit<RunProgress, 'phase' | 'secondsLeft'>): void {
    this.listener.onProgress(progress);
  }

  onPoints(points: readonly MetricPoint[]): void {
    this.listener.onPoints(points);
  }

  onLog(line: NewLogLine): void {
    this.listener.onLog(line);
  }

  onPaused(): void {
    this.listener.onPaused();
  }

  onEnd(end: CrewEnd): void {
    const { elastic } = this.run.experiment.parallel;
    if (end.type !== 'failed' || end.lost.length === 0 || this.isEnding || !elastic) {
      this.finish(end);
      return;
    }
    const wait = this.budget.take(Date.now());
    if (wait === undefined)
      this.finish({ ...end, reason: `${end.reason} The run had lost workers three times in five minutes.` });
    else this.recover(end.reason, end.lost, wait);
  }

  private recover(reason: string, lost: readonly number[], waitMs: number): void {
    const { id, experiment, runFolder } = this.run;
    const { newest, notes } = newestCheckpoint(id, experiment, runFolder, this.exchangeFolders);
    const { step, pointsAfter } = newest?.state ?? { step: 0, pointsAfter: 0 };
    this.split = survivingCrew(this.split, lost);
    const names = this.split.devices.map((device) => device.id).join(', ');
    for (const text of [...notes, `${reason} Training goes on after step ${step} on ${names}.`])
      this.onLog({ time: Date.now(), level: 'warning', text });
    this.context.recorder.rewind(id, { step, pointsAfter });
    this.listener.onRecovering();
    this.waiting = setTimeout(() => {
      this.waiting = undefined;
      this.start(newest?.path);
    }, waitMs);
  }

  private finish(end: CrewEnd): void {
    if (this.waiting) clearTimeout(this.waiting);
    this.waiting = undefined;
    for (const folder of this.exchangeFolders) removeExchangeFolder(folder);
    this.listener.onEnd(end);
  }

  private places(exchangeFolder: string, checkpoint: string | undefined): CrewPlace[] {
    const { id, engine, cores, datasetFolder, runFolder, environment } = this.run;
    const { devices, experiment } = this.split;
    return devices.map((device, rank) => ({
      task: {
        runId: id,
        experiment,
        rank,
        workers: devices.length,
        device: device.id,
        engine,
        datasetFolder,
        runFolder,
        exchangeFolder,
        ...(checkpoint === undefined ? {} : { checkpoint }),
      },
      environment: workerEnvironment(
        device,
        devices,
        cores,
        environment,
        experiment.parallel.threadsPerDevice,
      ),
    }));
  }
}
