import type { z } from 'zod';
import type { Choice } from '../choice';
import type { Experiment } from '../experiment';
import type { InferenceSetting } from '../inference-settings';
import type { Problem } from '../problem';

/** A way of having many networks instead of one; settings are those that it alone has. */
export interface MethodChoice<Settings extends z.ZodObject> extends Choice<Settings, 'method'>, MethodFacts {}

/** What the rest of the app asks of a method; `src-workers/bayes/families` computes with it. */
export interface MethodFacts {
  /** Settings of all methods that matter to this one: the form shows no others. */
  readonly uses: readonly InferenceSetting[];
  /** Whether training weighs the likelihood against a divergence from the prior. */
  readonly hasDivergence: boolean;
  /** Whether every sample has parameters of its own, which only the workers that draw it hold. */
  readonly hasMembers: boolean;
  /** Whether its posterior is networks that are kept beside those which are trained: predictions use those. */
  readonly keepsDraws?: true;
  /** Whether samples are Markov chains, whose draws are kept. */
  readonly hasChains?: true;
  /** Whether it moves or draws all numbers of a network by rules of its own, so that none of them can be a running statistic. */
  readonly movesAllWeights?: true;
  /** Whether a step sees the whole data set instead of a batch, and settings of its own say how many there are. */
  readonly isOnAllItems?: true;
  /** Whether it is one network, so that devices have no samples to pool. */
  readonly isSingle: boolean;
  /** Whether its posterior is plain networks, around each of which Laplace’s approximation can be put. */
  readonly isOfPoints?: true;
  /** Whether samples are choices of hidden units that are left out. */
  readonly dropsUnits: boolean;
  /** Whose loss it is, where training minimises a likelihood of several. */
  readonly lossOf?: string;
  /** The setting of its own learning rate; missing where weights move at that of the optimiser. */
  readonly ratePath?: string;
  /** What it asks of the rest of the experiment. */
  problems(experiment: Experiment): readonly Problem[];
  /** Why a posterior of so many trained samples cannot give as many as are wanted; undefined where it can. */
  refusedSamples(wanted: number, trained: number): string | undefined;
  /** What choosing it in the form asks of settings that stand at a value it cannot run with, by path. */
  suggestions(texts: Readonly<Record<string, string>>): Readonly<Record<string, string>>;
  /** Whether a project for clusters can train it. */
  readonly isInClusterProject: boolean;
  /** Whether the paper's reference implementation takes it for non-Bayesian; missing where it has no such method. */
  readonly isNonBayesianInReference?: boolean;
}
