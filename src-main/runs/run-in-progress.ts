import type { Device } from '../../src-shared/devices';
import { BadInputError, sentenceOf } from '../../src-shared/errors';
import type { Experiment } from '../../src-shared/experiment';
import type { MetricPoint } from '../../src-shared/metrics';
import { isOver, type RunProgress } from '../../src-shared/runs';
import type { EngineChoice, Phase } from '../../src-shared/worker-protocol';
import type { NewLogLine } from '../store/run-record';
import type { CrewPlace } from './crew-member';
import { makeExchangeFolder, removeExchangeFolder } from './exchange-folder';
import { RemainingTime } from './remaining-time';
import type { RunRecorder } from './run-recorder';
import { newRunState, nextRunState, type RunEvent, type RunState } from './run-state';
import type { RunTimings } from './run-timings';
import { type CrewEnd, type CrewListener, WorkerCrew } from './worker-crew';
import { workerEnvironment } from './worker-environment';
import type { WorkerLauncher } from './worker-process';

/** One run as it was accepted, with all that its workers need. */
export interface AcceptedRun {
  readonly id: string;
  readonly experiment: Experiment;
  readonly engine: EngineChoice;
  /** In the experiment's order. */
  readonly devices: readonly Device[];
  readonly cores: number;
  readonly datasetFolder: string;
  readonly runFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export interface RunContext {
  readonly recorder: RunRecorder;
  readonly launcher: WorkerLauncher;
  readonly timings: RunTimings;
  /** The run is over and all its processes are gone. */
  readonly onOver: () => void;
}

/** A run of this process from the queue to its end: its state, its workers and what they report. */
export class RunInProgress implements CrewListener {
  private state: RunState = newRunState;
  private crew: WorkerCrew | undefined;
  private exchangeFolder: string | undefined;
  private interruption: string | undefined;
  private remaining = new RemainingTime();
  private progress: RunProgress = { phase: 'loading', step: 0, totalSteps: 1, epoch: 0 };

  constructor(
    readonly run: AcceptedRun,
    private readonly context: RunContext,
  ) {}

  get hasBegun(): boolean {
    return this.state.status !== 'queued';
  }

  /** Starts the workers; the caller has made sure that the devices are free. */
  begin(): void {
    this.take({ type: 'devices-free' });
    this.context.recorder.change(this.run.id, { started: Date.now(), progress: this.progress });
    try {
      this.exchangeFolder = makeExchangeFolder();
      this.crew = new WorkerCrew(
        this.places(this.exchangeFolder),
        this.context.launcher,
        this.context.timings,
        this,
      );
      this.crew.start();
    } catch (error) {
      this.onEnd({ type: 'failed', reason: sentenceOf(error, 'Starting the workers') });
    }
  }

  /** Asks the run to stop; nothing happens where it is stopping or over already. */
  stop(): void {
    if (this.state.status === 'stopping' || isOver(this.state.status)) return;
    this.take({ type: 'stop-asked' });
    if (this.crew) this.crew.stop();
    else this.close();
  }

  /** Asks the workers to wait after their step. Throws BadInputError for a run that does not train now. */
  pause(): void {
    if (this.state.status !== 'running') throw this.cannot('paused', 'running');
    this.crew?.pause();
  }

  /** Goes on with a paused run. Throws BadInputError for any other. */
  resume(): void {
    if (this.state.status !== 'paused') throw this.cannot('resumed', 'paused');
    this.take({ type: 'resumed' });
    // The pause says nothing about the pace.
    this.remaining = new RemainingTime();
    this.crew?.resume();
  }

  /** Stops without waiting for the workers to save. */
  stopNow(): void {
    this.stop();
    this.crew?.endNow('Stopped by force; nothing was saved.');
  }

  /** Ends the run because this process ends. */
  interrupt(reason: string): void {
    if (isOver(this.state.status)) return;
    this.interruption = reason;
    if (this.crew) this.crew.endNow(reason);
    else {
      this.take({ type: 'owner-gone', reason });
      this.close();
    }
  }

  /** Ends the run because the core itself cannot go on with it. */
  fail(reason: string): void {
    if (isOver(this.state.status)) return;
    if (this.crew) this.crew.abort(reason);
    else this.onEnd({ type: 'failed', reason });
  }

  onPhase(phase: Phase): void {
    if (phase === 'training') this.noteTraining();
    this.report({ ...this.progress, phase });
  }

  onProgress({ step, totalSteps, epoch }: Omit<RunProgress, 'phase' | 'secondsLeft'>): void {
    this.noteTraining();
    const secondsLeft = this.remaining.observe(Date.now(), step, totalSteps);
    const { phase } = this.progress;
    this.report({ phase, step, totalSteps, epoch, ...(secondsLeft === undefined ? {} : { secondsLeft }) });
  }

  onPoints(points: readonly MetricPoint[]): void {
    this.context.recorder.points(this.run.id, points);
  }

  onLog(line: NewLogLine): void {
    this.context.recorder.log(this.run.id, line);
  }

  onPaused(): void {
    this.take({ type: 'paused' });
  }

  onEnd(end: CrewEnd): void {
    this.take(this.lastEvent(end));
    if (end.type === 'finished') this.context.recorder.finalMetrics(this.run.id, end.finalMetrics);
    this.close();
  }

  private lastEvent(end: CrewEnd): RunEvent {
    // Workers that had finished before this process had to end did their job.
    if (this.interruption !== undefined && end.type !== 'finished')
      return { type: 'owner-gone', reason: this.interruption };
    if (end.type === 'failed') return { type: 'failed', reason: end.reason };
    if (end.type === 'ended-by-force') return { type: 'ended-by-force', reason: end.reason };
    const isExpected = this.state.status === 'stopping' || (this.state.status === 'running' && !end.stopped);
    if (isExpected) return { type: 'workers-finished', stopped: end.stopped };
    return {
      type: 'failed',
      reason: 'The workers ended before training was done, though nobody asked them to stop.',
    };
  }

  private take(event: RunEvent): void {
    this.state = nextRunState(this.state, event);
    this.context.recorder.change(this.run.id, this.state);
  }

  private cannot(what: string, wanted: string): BadInputError {
    return new BadInputError(
      `Run ${this.run.id} is ${this.state.status}; only a run that is ${wanted} can be ${what}.`,
    );
  }

  private noteTraining(): void {
    if (this.state.status === 'preparing') this.take({ type: 'training-began' });
  }

  private report(progress: RunProgress): void {
    this.progress = progress;
    this.context.recorder.change(this.run.id, { progress });
  }

  private close(): void {
    if (this.exchangeFolder) removeExchangeFolder(this.exchangeFolder);
    const { status, reason } = this.state;
    const time = Date.now();
    if (status === 'failed') this.onLog({ time, level: 'error', text: reason });
    this.context.recorder.change(this.run.id, { ended: time });
    this.context.onOver();
  }

  private places(exchangeFolder: string): CrewPlace[] {
    const { id, experiment, engine, devices, cores, datasetFolder, runFolder, environment } = this.run;
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
