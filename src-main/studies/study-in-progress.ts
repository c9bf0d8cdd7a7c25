import { sentenceOf } from '../../src-shared/errors';
import { isOver } from '../../src-shared/runs/runs';
import type { PlannedRun } from '../../src-shared/study/study-plan';
import type { RunSupervisor } from '../runs/run-supervisor';
import type { RunEndings } from './run-endings';

export interface StudySurroundings {
  readonly supervisor: Pick<RunSupervisor, 'start' | 'stop' | 'summary'>;
  readonly endings: RunEndings;
}

export interface StudyWork {
  /** Runs still to be made, in this order. */
  readonly pending: readonly PlannedRun[];
  /** Each run waits for the one before, so that none disturbs another's times. */
  readonly oneAtATime: boolean;
  /** Keeps that a run belongs to the study. */
  readonly onStarted: (runId: string, planned: PlannedRun) => Promise<void>;
  readonly onChange: () => void;
}

/** A study of this process from its first run to its last: its runs go through the same queue as any other. */
export class StudyInProgress {
  isStopping = false;
  /** Why it ended early, or without one of its runs; empty where neither is so. */
  reason = '';
  readonly #going = new Set<string>();
  readonly #work: StudyWork;
  readonly #surroundings: StudySurroundings;

  constructor(work: StudyWork, surroundings: StudySurroundings) {
    this.#work = work;
    this.#surroundings = surroundings;
  }

  /** Resolves when the study's last run is over, or it has stopped; never rejects. */
  async run(): Promise<void> {
    const ends: Promise<void>[] = [];
    try {
      for (const planned of this.#work.pending) {
        if (this.isStopping) break;
        const { id } = await this.#surroundings.supervisor.start(planned.experiment);
        const end = this.#follow(id);
        ends.push(end);
        await this.#work.onStarted(id, planned);
        if (this.#work.oneAtATime) await end;
      }
    } catch (error) {
      this.reason = sentenceOf(error, 'Starting a run of the study');
    }
    await Promise.allSettled(ends);
  }

  /** Starts no further run, and lets those that go on save and end. */
  stop(): void {
    if (this.isStopping) return;
    this.isStopping = true;
    this.reason = 'Stopped on request.';
    for (const runId of this.#going) this.#stopRun(runId);
    this.#work.onChange();
  }

  /** Starts no further run, and leaves those that go on to whoever ends the process. */
  end(): void {
    this.isStopping = true;
    this.reason = 'Parasample was closed while it ran.';
  }

  async #follow(runId: string): Promise<void> {
    this.#going.add(runId);
    const end = this.#surroundings.endings.of(runId);
    if (this.isStopping) this.#stopRun(runId);
    const whyLeft = isOver(this.#surroundings.supervisor.summary(runId).status) ? '' : await end;
    if (this.reason === '') this.reason = whyLeft;
    this.#going.delete(runId);
    this.#work.onChange();
  }

  #stopRun(runId: string): void {
    const { supervisor } = this.#surroundings;
    if (!isOver(supervisor.summary(runId).status)) supervisor.stop(runId);
  }
}
