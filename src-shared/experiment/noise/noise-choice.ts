import type { z } from 'zod';
import type { Choice } from '../choice';
import type { Experiment } from '../experiment';
import type { Problem } from '../problem';

/** How far true values scatter about what a regression predicts. */
export interface NoiseChoice<Settings extends z.ZodObject>
  extends Choice<Settings>,
    NoiseFacts<z.output<Settings>> {}

/** What the rest of the app asks of a noise; `src-workers/bayes/likelihoods` computes with it. */
export interface NoiseFacts<Settings> {
  /** Whether it is a parameter, trained with the weights, of which each member has its own. */
  readonly isTrained?: true;
  /** How many numbers the network gives for each value, side by side on its last axis; one where it is missing. */
  outputsPerValue?(noise: Settings): number;
  /** Set where targets are counts, which are not standardised: the rate where the network gives 0. */
  countScale?(noise: Settings): 'mean-count' | 'one';
  /** Whether it is the spread of the samples, so that a single draw has no density. */
  readonly isSpreadOfSamples?: true;
  /** What the loss of training must not be mistaken for, where it is not that of standardised values. */
  readonly lossNote?: string;
  /** What it asks of the rest of the experiment, in a regression. */
  problems(experiment: Experiment): readonly Problem[];
  /** What a project for clusters has not, as that noise is called there; missing where it has it. */
  readonly missingInClusterProject?: string;
}
