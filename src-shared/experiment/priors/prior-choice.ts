import type { z } from 'zod';
import type { Choice } from '../choice';

/** A belief about the weights before the data. */
export interface PriorChoice<Settings extends z.ZodObject>
  extends Choice<Settings>,
    PriorFacts<z.output<Settings>> {}

/** What the rest of the app asks of a prior; `src-workers/bayes/priors` computes with it. */
export interface PriorFacts<Settings> {
  /** Whether its divergence from a Gaussian posterior has a closed form. */
  readonly hasClosedForm: boolean;
  /** Whether it has a density of weights alone, which divergences can be estimated with. */
  readonly hasDensity: boolean;
  /** Why it is no prior of weights that are points, as what the prior does; missing where it is one. */
  readonly whyNoPoints?: string;
  /** Whether it says where a posterior may start. */
  readonly suggestsStart: boolean;
  /** Set where it lies around weights that were trained before: a network has to begin at such. */
  readonly isAroundStart?: true;
  /** The standard deviation of a prior that is N(0, std²) on every weight; a layer's fan-in is its inputs. */
  normalStd?(settings: Settings, fanIn: number): number;
  /** The standard deviation of a prior N(0, std²) that is read off a tensor's posterior. */
  fittedStd?(means: Float32Array, logStds: Float32Array): number;
  /** How torch_blue's layers are told of it, in Python; missing where torch_blue 1.1 cannot train with it. */
  torchBlue?(settings: Settings): string;
  /** Whether `src-main/cluster/project/prior.py` has a form of it. */
  readonly isInClusterProject: boolean;
  /** How the paper's reference implementation is told of it; missing where it has no such prior. */
  readonly reference?: ReferencePrior<Settings>;
}

export interface ReferencePrior<Settings> {
  readonly prior_name: string;
  readonly rescale_prior: boolean;
  /** What it does otherwise with these settings, as a sentence. */
  difference?(settings: Settings): string | undefined;
}
