import { ParasampleError, sentenceOf } from '../../src-shared/errors';
import type { Experiment } from '../../src-shared/experiment/experiment';
import type { RunEstimate } from '../../src-shared/runs/run-estimate';
import type { Link } from '../link/link.svelte';

/** Somebody types: counting begins once they have paused. */
const quietMs = 600;

type Answer =
  | { readonly about: string; readonly estimate: RunEstimate }
  | { readonly about: string; readonly trouble: string; readonly isRefused: boolean };

/** What the drafted run would take, asked of the core whenever the draft has changed and has nothing wrong. */
export class EstimateState {
  readonly #link: Link;
  /** Pages without TLS have no randomUUID. */
  readonly #asker = `form-${Math.random().toString(36).slice(2)}`;
  #about: string = $state('');
  #answer: Answer | undefined = $state.raw();
  #hasAsked = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(link: Link) {
    this.#link = link;
  }

  /** The last that was counted; of other settings while `isCounting`. */
  get estimate(): RunEstimate | undefined {
    return this.#answer && 'estimate' in this.#answer ? this.#answer.estimate : undefined;
  }

  /** Why it could not be counted; empty where it could. */
  get trouble(): string {
    return this.#answer && 'trouble' in this.#answer && !this.isCounting ? this.#answer.trouble : '';
  }

  /** Whether it could not since the start would refuse the run too. */
  get isRefused(): boolean {
    return (
      this.trouble !== '' &&
      this.#answer !== undefined &&
      'isRefused' in this.#answer &&
      this.#answer.isRefused
    );
  }

  get isCounting(): boolean {
    return this.#about !== '' && this.#answer?.about !== this.#about;
  }

  /**
   * Counts what this experiment takes, a moment later.
   * @param experiment undefined where something is wrong with it
   * @param surroundings what else the answer depends on
   */
  follow(experiment: Experiment | undefined, surroundings: string): void {
    clearTimeout(this.#timer);
    this.#about = experiment ? JSON.stringify([{ ...experiment, name: '' }, surroundings]) : '';
    if (!experiment || this.#answer?.about === this.#about) return;
    const about = this.#about;
    this.#timer = setTimeout(() => void this.#ask(experiment, about), quietMs);
  }

  /** The form is gone. */
  leave(): void {
    clearTimeout(this.#timer);
    this.#about = '';
    if (this.#hasAsked) void this.#link.api.leaveEstimate(this.#asker).catch(() => {});
  }

  async #ask(experiment: Experiment, about: string): Promise<void> {
    this.#hasAsked = true;
    const answer = await this.#answerTo(experiment, about);
    // What came too late is about another experiment.
    if (this.#about === about) this.#answer = answer;
  }

  async #answerTo(experiment: Experiment, about: string): Promise<Answer> {
    try {
      return { about, estimate: await this.#link.api.estimate(experiment, this.#asker) };
    } catch (error) {
      const isRefused = error instanceof ParasampleError && error.kind === 'bad-input';
      return { about, trouble: sentenceOf(error, 'Counting what the run takes'), isRefused };
    }
  }
}
