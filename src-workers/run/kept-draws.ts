import type { Experiment } from '../../src-shared/experiment/experiment';
import type { StepPlan } from '../parallel/step-plan';
import { stepsOfDraws } from '../train/chain-schedule';

/** Where this worker's chains stood after the steps that a run keeps: flat vectors of parameters. */
export class KeptDraws {
  readonly #steps: ReadonlySet<number>;
  /** Steps after which each is kept. */
  readonly #warmUp: number;
  readonly #draws: Float32Array[] = [];
  /** Sum over the draws of the share of chains that came to it by a trajectory that diverged. */
  divergent = 0;

  constructor({ inference }: Experiment, { totalSteps }: StepPlan) {
    this.#steps = inference.method === 'sg-mcmc' ? stepsOfDraws(inference, totalSteps) : new Set();
    this.#warmUp = inference.method === 'hmc' ? inference.warmUp : Number.POSITIVE_INFINITY;
  }

  /** Oldest first. */
  get all(): readonly Float32Array[] {
    return this.#draws;
  }

  isDue(step: number): boolean {
    return step > this.#warmUp || this.#steps.has(step);
  }

  /** @param divergent share of the chains whose trajectory to this draw diverged */
  add(parameters: Float32Array, divergent = 0): void {
    this.#draws.push(parameters);
    this.divergent += divergent;
  }
}
