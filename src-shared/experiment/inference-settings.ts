import { z } from 'zod';
import { noiseSchema } from './noise';
import { learnedByDefault } from './noise/learned';
import { priorSchema } from './priors';

const positive = z.number().positive();

/** Settings that every method takes, whether they matter to it or not. */
export const inferenceSettings = {
  prior: priorSchema.default({ kind: 'gaussian', std: 1 }),
  /** Scale of the posterior's initial standard deviation, relative to 1/sqrt(fan_in). */
  posteriorStd: positive.default(0.1),
  /** Learning rate of log standard deviations, in times of training.optimizer.learningRate. */
  logStdRate: positive.default(1),
  /** Where the posterior starts: scaled to each layer's inputs, or at the prior. */
  initialisation: z.enum(['scaled', 'prior']).default('scaled'),
  /** Weight of the KL divergence, or of the prior’s penalty where weights are points; 1 is Bayes. */
  heat: z.number().min(0).default(1),
  /** Share of the training over which the KL divergence’s weight grows from 0 to heat. */
  klWarmup: z.number().min(0).max(1).default(0.5),
  /** The mean over samples of the log-likelihood, or the log of the likelihood's mean over samples. */
  objective: z.enum(['elbo', 'pooled']).default('elbo'),
  /** For `pooled`: over all devices' samples, or device by device and then averaged, as in the paper. */
  reduction: z.enum(['exact', 'averaged']).default('exact'),
  /** In closed form where there is one, or estimated from the drawn weights. */
  kl: z.enum(['analytical', 'monte-carlo']).default('analytical'),
  /** Draws dense layers' outputs instead of weights: noise per item, not one network per sample. */
  localReparameterisation: z.boolean().default(false),
  /** Flips the signs of each draw's noise from item to item: calmer gradients, for dense layers and convolutions alike. */
  flipout: z.boolean().default(false),
  /** The only layers with uncertainty: `last`, a name or its first part (`layers.0`, `convolutions`), a pattern (`*.qkv`); empty for all. */
  bayesianLayers: z.array(z.string().min(1)).default([]),
  /** Layers without uncertainty, named in the same ways. */
  pointEstimateLayers: z.array(z.string().min(1)).default([]),
  /** For regression alone; classes have none. */
  noise: noiseSchema.default(learnedByDefault),
};

export type InferenceSetting = keyof typeof inferenceSettings;
