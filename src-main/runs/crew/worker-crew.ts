import { join } from 'node:path';
import { heartbeatName } from '../../../src-shared/formats/checkpoint-names';
import type { MetricPoint } from '../../../src-shared/metrics';
import type { FromWorker, Phase } from '../../../src-shared/protocol/worker-protocol';
import type { WorkerLauncher } from '../../processes/worker-process';
import type { NewLogLine } from '../../store/run-changes';
import type { RunTimings } from '../run-timings';
import { CrewMember, type CrewPlace, type MemberListener } from './crew-member';
import { HangWatch } from './hang-watch';
import { rootCause, type WorkerFailure } from './root-cause';
import { isWorthLogging } from './worker-output';

/** How the workers of a run ended, once every process is gone. */
export type CrewEnd =
  | {
      readonly type: 'finished';
      readonly stopped: boolean;
      readonly finalMetrics: Readonly<Record<string, number>>;
    }
  /** `lost` are the ranks whose processes went away, if that was all that went wrong. */
  | { readonly type: 'failed'; readonly reason: string; readonly lost: readonly number[] }
  /** They wrote down where the run stands and left, as they were asked to. */
  | { readonly type: 'left' }
  | { readonly type: 'ended-by-force'; readonly reason: string };

/** How a run's last crew ended. */
export type LastCrewEnd = Exclude<CrewEnd, { type: 'left' }>;

export interface CrewListener {
  onPhase(phase: Phase): void;
  onProgress(progress: { readonly step: number; readonly totalSteps: number; readonly epoch: number }): void;
  onPoints(points: readonly MetricPoint[]): void;
  onLog(line: NewLogLine): void;
  /** The workers wait after a step, as they were asked to. */
  onPaused(): void;
  /** Called exactly once, last. */
  onEnd(end: CrewEnd): void;
}

/** All worker processes of one run: they finish together, or the first that fails ends the others. */
export class WorkerCrew implements MemberListener {
  readonly #members: readonly CrewMember[];
  #failures: readonly WorkerFailure[] = [];
  #end: CrewEnd | undefined;
  #finalMetrics: Readonly<Record<string, number>> = {};
  #stopped = false;
  #isStopAsked = false;
  #isOver = false;
  /** Some worker has come to its first step: all have met, and notice at once when one of them is gone. */
  #hasMet = false;
  readonly #hangWatch: HangWatch;
  #hangTimer: NodeJS.Timeout | undefined;
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #launcher: WorkerLauncher;
  readonly #timings: RunTimings;
  readonly #listener: CrewListener;
  /** Whether others go on where a worker is lost. */
  readonly #isElastic: boolean;

  constructor(
    places: readonly CrewPlace[],
    launcher: WorkerLauncher,
    timings: RunTimings,
    listener: CrewListener,
    isElastic = false,
  ) {
    this.#launcher = launcher;
    this.#timings = timings;
    this.#listener = listener;
    this.#isElastic = isElastic;
    this.#members = places.map((place) => new CrewMember(place, this));
    const files = places.map(({ task }) => join(task.exchangeFolder, heartbeatName(task.rank)));
    this.#hangWatch = new HangWatch(files, timings.hangMs);
  }

  start(): void {
    this.#later(this.#timings.startMs, () => this.#failSilent());
    this.#hangTimer = setInterval(() => this.#endHanging(), this.#timings.hangLookMs);
    for (const member of this.#members) member.launch(this.#launcher);
  }

  /**
   * Lets the workers finish their step, evaluate and save, which on a slow device takes its time. Before their first step they
   * are ended at once: they hear nothing while they read their data. So are they where one waits for memory, which it may never get.
   * @param hasLearned whether the run goes on from what an earlier crew learned; then they come to a step first, and score that
   */
  stop(hasLearned: boolean): void {
    if (this.#end) return;
    const areAllAtWork = this.#members.every(({ isAtWork }) => isAtWork);
    if (!areAllAtWork || !(hasLearned || this.#hasMet)) {
      this.endNow(`Stopped on request, before ${hasLearned ? 'its workers began again' : 'training began'}.`);
      return;
    }
    this.#isStopAsked = true;
    for (const member of this.#members) member.askToStop();
    this.#endWaiting();
  }

  /** A stop is not heard by a worker that waits for memory, nor in a step in which it begins to. */
  #endWaiting(): void {
    const waiting = this.#members.find(({ lacksMemory }) => lacksMemory);
    if (!waiting || !this.#isStopAsked) return;
    this.endNow(
      `Stopped on request, without scores, while ${waiting.device} had no memory left for a step; it can be continued.`,
    );
  }

  /** Lets the workers finish their step and wait; `onPaused` tells when they do. */
  pause(): void {
    for (const member of this.#members) member.tell({ type: 'pause' });
  }

  /** Lets workers that wait go on. */
  resume(): void {
    for (const member of this.#members) member.tell({ type: 'resume' });
  }

  /** Lets workers that wait write down where they stand and end. */
  leave(): void {
    for (const member of this.#members) member.tell({ type: 'leave' });
  }

  /** Tells workers what they need not keep in their checkpoints any more. */
  kept(step: number): void {
    for (const member of this.#members) member.tell({ type: 'kept', step });
  }

  /** Ends all workers at once; nothing more is saved. */
  endNow(reason: string): void {
    this.#decide({ type: 'ended-by-force', reason });
    this.#killAll('SIGKILL');
  }

  /** Ends all workers because the run itself cannot go on. */
  abort(reason: string): void {
    this.#decide({ type: 'failed', reason, lost: [] });
    this.#killAll('SIGKILL');
  }

  onMessage(member: CrewMember, message: Exclude<FromWorker, { type: 'hello' | 'failed' }>): void {
    const isFirst = member.rank === 0;
    if (message.type === 'metrics') this.#listener.onPoints(message.points);
    if (message.type === 'log') this.#log(member, message.level, message.text);
    if (message.type === 'phase' && message.phase === 'training') this.#hasMet = true;
    if (message.type === 'phase' && isFirst) this.#listener.onPhase(message.phase);
    if (message.type === 'progress' && isFirst) this.#listener.onProgress(message);
    if (message.type === 'memory') this.#endWaiting();
    if (message.type === 'paused' && isFirst) this.#listener.onPaused();
    if (message.type === 'finished') this.#takeFinished(isFirst, message);
    if (message.type === 'left' && this.#areAllDone()) this.#decide({ type: 'left' });
  }

  onOutput(member: CrewMember, line: string): void {
    if (isWorthLogging(line)) this.#log(member, 'info', line);
  }

  onFailure(failure: WorkerFailure): void {
    if (this.#end) return;
    this.#failures = [...this.#failures, failure];
    // Peers notice a lost worker before or after the core does: wait a moment for the cause to be among the failures,
    // and where others may go on, until all have finished their step and said where they stand.
    const isLost = failure.isLoss || failure.lostPeer !== undefined;
    const { recoverMs, settleMs } = this.#timings;
    const patience = isLost && this.#isElastic && this.#hasMet ? recoverMs : settleMs;
    if (failure.isLoss && this.#isElastic)
      this.#listener.onLog({ time: Date.now(), level: 'warning', text: failure.reason });
    if (this.#failures.length === 1) this.#later(patience, () => this.#decideFailure());
    if (this.#members.every(({ hasFailed, isDone }) => hasFailed || isDone)) this.#decideFailure();
  }

  onGone(): void {
    if (this.#isOver || !this.#members.every(({ isGone }) => isGone)) return;
    this.#isOver = true;
    clearInterval(this.#hangTimer);
    this.#decideFailure();
    for (const timer of this.#timers) clearTimeout(timer);
    if (this.#end) this.#listener.onEnd(this.#end);
  }

  #endHanging(): void {
    const seconds = Math.round(this.#timings.hangMs / 1000);
    for (const rank of this.#hangWatch.look()) {
      this.#members[rank].fail(`gave no sign of life for ${seconds} s and was ended.`, true);
      this.#members[rank].kill('SIGKILL');
    }
  }

  #takeFinished(isFirst: boolean, message: Extract<FromWorker, { type: 'finished' }>): void {
    if (isFirst) this.#finalMetrics = message.finalMetrics;
    if (message.stopped) this.#stopped = true;
    if (this.#areAllDone())
      this.#decide({ type: 'finished', stopped: this.#stopped, finalMetrics: this.#finalMetrics });
  }

  #areAllDone(): boolean {
    return this.#failures.length === 0 && this.#members.every(({ isDone }) => isDone);
  }

  #decideFailure(): void {
    const [first, ...others] = this.#failures;
    if (!first) return;
    const { reason } = rootCause([first, ...others]);
    const isOnlyLoss = this.#failures.every(({ isLoss, lostPeer }) => isLoss || lostPeer !== undefined);
    const lost = isOnlyLoss ? this.#failures.filter(({ isLoss }) => isLoss).map(({ rank }) => rank) : [];
    this.#decide({ type: 'failed', reason, lost });
  }

  #failSilent(): void {
    const seconds = Math.round(this.#timings.startMs / 1000);
    const silent = this.#members.filter(({ isAtWork }) => !isAtWork);
    // Where none of them starts, others would not either.
    const isLoss = silent.length < this.#members.length;
    for (const member of silent) {
      member.fail(`did not start within ${seconds} s.`, isLoss);
      member.kill('SIGKILL');
    }
  }

  /** The first decision stands; whoever is still there then gets `exitMs` to go before it is killed. */
  #decide(end: CrewEnd): void {
    if (this.#end) return;
    this.#end = end;
    if (end.type !== 'finished' && end.type !== 'left') this.#killAll('SIGTERM');
    this.#later(this.#timings.exitMs, () => this.#killAll('SIGKILL'));
  }

  #killAll(signal: 'SIGTERM' | 'SIGKILL'): void {
    for (const member of this.#members) member.kill(signal);
  }

  #log(member: CrewMember, level: NewLogLine['level'], text: string): void {
    this.#listener.onLog({ time: Date.now(), worker: member.rank, level, text });
  }

  #later(milliseconds: number, action: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      action();
    }, milliseconds);
    this.#timers.add(timer);
  }
}
