import type { Experiment } from '../../src-shared/experiment/experiment';
import { methodFacts } from '../../src-shared/experiment/methods';
import { isSwag } from '../../src-shared/experiment/methods/swag-facts';
import type { ParameterLayout } from '../engine/parameter-layout';
import type { StepPlan } from '../parallel/step-plan';
import { drawNetworks, keyedNoise } from '../swag/draw-networks';
import { RunningMoments } from '../swag/running-moments';
import { stepsOfSnapshots } from '../swag/snapshot-steps';
import { stepsOfDraws } from '../train/chain-schedule';

/** Steps after which something is kept, and what becomes of it. */
interface Keeping {
  readonly steps: ReadonlySet<number>;
  /** Everything is kept after these. */
  readonly warmUp?: number;
  /** What snapshots make together, where they are no draws themselves, and how many draws that is worth. */
  readonly gaussians?: { readonly moments: RunningMoments; readonly draws: number };
}

/**
 * The networks that a run's posterior is made of beside those that it trains, as flat vectors of this worker's parameters: where
 * chains stood after some steps, or draws from the Gaussians that snapshots make.
 */
export class KeptDraws {
  readonly #keeping: Keeping;
  #draws: Float32Array[] = [];
  /** Sum over the draws of the share of chains that came to it by a trajectory that diverged. */
  divergent = 0;

  /** @throws ParasampleError where there are too few steps */
  constructor(
    readonly experiment: Experiment,
    readonly plan: StepPlan,
  ) {
    this.#keeping = keepingOf(experiment, plan);
  }

  /** Oldest first; of Gaussians none before the end. */
  get all(): readonly Float32Array[] {
    return this.#draws;
  }

  /** What a checkpoint holds. */
  get vectors(): readonly Float32Array[] {
    return this.#keeping.gaussians?.moments.vectors ?? this.#draws;
  }

  isDue(step: number): boolean {
    const { steps, warmUp = Number.POSITIVE_INFINITY } = this.#keeping;
    return step > warmUp || steps.has(step);
  }

  /** @param divergent share of the chains whose trajectory to this draw diverged */
  add(parameters: Float32Array, divergent = 0): void {
    const { gaussians } = this.#keeping;
    if (gaussians) gaussians.moments.add(parameters);
    else this.#draws.push(parameters);
    this.divergent += divergent;
  }

  /** @param step after which the vectors were kept */
  restore(vectors: readonly Float32Array[], step: number): void {
    const { gaussians, steps } = this.#keeping;
    if (gaussians) gaussians.moments.restore(vectors, [...steps].filter((due) => due <= step).length);
    else this.#draws = [...vectors];
  }

  /** Draws from the Gaussians, where there are such: training is over. */
  complete(layout: ParameterLayout): void {
    const { gaussians } = this.#keeping;
    if (!gaussians || gaussians.moments.count === 0) return;
    const { seed, training } = this.experiment;
    const { firstSample: first, samples: count } = this.plan.share;
    const own = { layout, seed, first, count, all: training.samples };
    this.#draws = Array.from({ length: gaussians.draws }, (_, draw) =>
      drawNetworks(gaussians.moments, own, keyedNoise(own, draw)),
    );
  }

  /** What a run that was stopped has not kept, as a sentence. */
  get missing(): string | undefined {
    const { gaussians, steps } = this.#keeping;
    const moments = gaussians?.moments;
    const { keepsDraws } = methodFacts(this.experiment.inference);
    if (moments && moments.count > 0 && moments.count < moments.rank)
      return `Only ${moments.count} of ${steps.size} snapshots were taken: the posterior is narrower than it was to be.`;
    if (!keepsDraws || this.#draws.length > 0) return undefined;
    return moments
      ? 'No snapshot was taken yet: scores and posterior are those of the networks as they stand.'
      : 'No draw was kept yet: scores and posterior are those of where the chains stand.';
  }
}

function keepingOf({ inference }: Experiment, plan: StepPlan): Keeping {
  if (inference.method === 'sg-mcmc') return { steps: stepsOfDraws(inference, plan.totalSteps) };
  if (inference.method === 'hmc') return { steps: new Set(), warmUp: inference.warmUp };
  if (!isSwag(inference)) return { steps: new Set() };
  const { rank, draws } = inference;
  return {
    steps: stepsOfSnapshots(inference, plan),
    gaussians: { moments: new RunningMoments(rank), draws },
  };
}
