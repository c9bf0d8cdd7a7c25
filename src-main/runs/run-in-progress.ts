import { BadInputError } from '../../src-shared/errors';
import type { MetricPoint } from '../../src-shared/metrics';
import type { Phase } from '../../src-shared/protocol/worker-protocol';
import { closedGaps, type RunGap, withGap } from '../../src-shared/runs/run-time';
import { isOver, type RunProgress } from '../../src-shared/runs/runs';
import type { NewLogLine } from '../store/run-changes';
import type { AcceptedRun, RunContext } from './accepted-run';
import { type CrewsListener, RunCrews } from './crew/run-crews';
import type { LastCrewEnd } from './crew/worker-crew';
import type { FoundCheckpoint } from './newest-checkpoint';
import { RemainingTime } from './queue/remaining-time';
import { newRunState, nextRunState, type RunEvent, type RunState } from './run-state';

/** Where a run stands before its workers tell. */
export function progressFrom(from: FoundCheckpoint | undefined): RunProgress {
  return { phase: 'loading', step: from?.state.step ?? 0, totalSteps: 0, epoch: 0 };
}

/** A run of this process from the queue to its end: its state, its workers and what they report. */
export class RunInProgress implements CrewsListener {
  #state: RunState = newRunState;
  #crews: RunCrews | undefined;
  #gaps: readonly RunGap[];
  #interruption: string | undefined;
  #remaining = new RemainingTime();
  #progress: RunProgress;
  readonly #context: RunContext;

  constructor(
    readonly run: AcceptedRun,
    context: RunContext,
  ) {
    this.#context = context;
    this.#gaps = run.gaps ?? [];
    this.#progress = progressFrom(run.from);
  }

  /** How it stands here, whatever others took it for. */
  get state(): RunState {
    return this.#state;
  }

  get hasBegun(): boolean {
    return this.#state.status !== 'queued';
  }

  /** Starts the workers; the caller has made sure that the devices are free. */
  begin(): void {
    this.#take({ type: 'devices-free' });
    const { id, gaps } = this.run;
    const now = Date.now();
    const started = gaps ? {} : { started: now };
    this.#gaps = closedGaps(this.#gaps, now);
    this.#context.recorder.change(id, { ...started, gaps: this.#gaps, progress: this.#progress });
    this.#crews = new RunCrews(this.run, this.#context, this);
    this.#crews.begin(this.run.from?.path);
  }

  /** Asks the run to stop; nothing happens where it is stopping or over already. */
  stop(): void {
    if (this.#state.status === 'stopping' || isOver(this.#state.status)) return;
    this.#take({ type: 'stop-asked' });
    if (this.#crews) this.#crews.stop();
    else this.#close();
  }

  /** Asks the workers to wait after their step. Throws BadInputError for a run that does not train now. */
  pause(): void {
    if (this.#state.status !== 'running') throw this.#cannot('paused', 'running');
    this.#crews?.pause();
  }

  /** Goes on with a paused run. Throws BadInputError for any other. */
  resume(): void {
    if (this.#state.status !== 'paused') throw this.#cannot('resumed', 'paused');
    this.#take({ type: 'resumed' });
    // The pause says nothing about the pace.
    this.#remaining = new RemainingTime();
    this.#crews?.resume();
  }

  /** Stops without waiting for the workers to save. */
  stopNow(): void {
    this.stop();
    this.#crews?.endNow('Ended at once, without scores; it can be continued.');
  }

  /** Ends the run because this process ends. */
  interrupt(reason: string): void {
    if (isOver(this.#state.status)) return;
    this.#interruption = reason;
    if (this.#crews) this.#crews.endNow(reason);
    else {
      this.#take({ type: 'owner-gone', reason });
      this.#close();
    }
  }

  /** Ends the run because the core itself cannot go on with it. */
  fail(reason: string): void {
    if (isOver(this.#state.status)) return;
    if (this.#crews) this.#crews.abort(reason);
    else this.onEnd({ type: 'failed', reason, lost: [] });
  }

  /** What it measured up to this step is on the disk, but perhaps some of the step itself. */
  kept(step: number): void {
    this.#crews?.kept(step);
  }

  onPhase(phase: Phase): void {
    if (phase === 'training') this.#noteTraining();
    this.#report({ ...this.#progress, phase });
  }

  onProgress({ step, totalSteps, epoch }: Omit<RunProgress, 'phase' | 'secondsLeft'>): void {
    this.#noteTraining();
    const secondsLeft = this.#remaining.observe(performance.now(), step, totalSteps);
    const { phase } = this.#progress;
    this.#report({ phase, step, totalSteps, epoch, ...(secondsLeft === undefined ? {} : { secondsLeft }) });
  }

  onPoints(points: readonly MetricPoint[]): void {
    this.#context.recorder.points(this.run.id, points);
  }

  onLog(line: NewLogLine): void {
    this.#context.recorder.log(this.run.id, line);
  }

  onPaused(): void {
    // A worker that nobody asked may say so at any time.
    const { status } = this.#state;
    if (status === 'running' || status === 'stopping') this.#take({ type: 'paused' });
  }

  onRecovering(): void {
    if (this.#state.status === 'paused') this.#take({ type: 'resumed' });
    // The step goes back, which says nothing about the pace.
    this.#remaining = new RemainingTime();
  }

  onEnd(end: LastCrewEnd): void {
    this.#take(this.#lastEvent(end));
    if (end.type === 'finished') this.#context.recorder.finalMetrics(this.run.id, end.finalMetrics);
    this.#close();
  }

  #lastEvent(end: LastCrewEnd): RunEvent {
    // Workers that had finished before this process had to end did their job.
    if (this.#interruption !== undefined && end.type !== 'finished')
      return { type: 'owner-gone', reason: this.#interruption };
    if (end.type === 'failed') return { type: 'failed', reason: end.reason };
    if (end.type === 'ended-by-force') return { type: 'ended-by-force', reason: end.reason };
    const isExpected =
      this.#state.status === 'stopping' || (this.#state.status === 'running' && !end.stopped);
    if (isExpected) return { type: 'workers-finished', stopped: end.stopped };
    return {
      type: 'failed',
      reason: 'The workers ended before training was done, though nobody asked them to stop.',
    };
  }

  #take(event: RunEvent): void {
    const before = this.#state.status;
    this.#state = nextRunState(this.#state, event);
    if (this.#state.status === 'paused') this.#gaps = withGap(this.#gaps, Date.now());
    else if (before === 'paused') this.#gaps = closedGaps(this.#gaps, Date.now());
    this.#context.recorder.change(this.run.id, { ...this.#state, gaps: this.#gaps });
  }

  #cannot(what: string, wanted: string): BadInputError {
    return new BadInputError(
      `Run ${this.run.id} is ${this.#state.status}; only a run that is ${wanted} can be ${what}.`,
    );
  }

  #noteTraining(): void {
    if (this.#state.status === 'preparing') this.#take({ type: 'training-began' });
  }

  #report(progress: RunProgress): void {
    this.#progress = progress;
    this.#context.recorder.change(this.run.id, { progress });
  }

  #close(): void {
    const { status, reason } = this.#state;
    const time = Date.now();
    if (status === 'failed') this.onLog({ time, level: 'error', text: reason });
    this.#context.recorder.change(this.run.id, { ended: time });
    this.#context.onOver();
  }
}
