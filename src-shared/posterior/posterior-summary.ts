/** What the posterior view shows of one run: how far weights moved, how sure they are, layer by layer. */
export interface PosteriorSummary {
  readonly layers: readonly LayerSummary[];
  /** Why there is no KL divergence, where there is none: a prior without a closed form, a method without one. */
  readonly klMissing?: string;
  /** Of values whose noise is learned: one for each target. */
  readonly noise?: readonly LearnedNoise[];
}

/** The learned noise around what is predicted of a target. */
export interface LearnedNoise {
  readonly target: string;
  /** Standard deviation in the target's unit: the root of the mean square over the networks. */
  readonly std: number;
  /** Smallest and largest, where networks have each their own. */
  readonly range?: readonly [number, number];
  /** In units of the standardised target: of what spread it has, the noise takes this square. */
  readonly standardised: number;
  readonly unit?: string;
}

/** The weights and biases of one layer. */
export interface LayerSummary {
  readonly name: string;
  readonly weights: number;
  readonly mean: Histogram;
  /** Of posteriors with a spread; undefined for weights that are single numbers. */
  readonly std?: Histogram;
  /** log10 of |mean| / std: below 0 the sign of a weight is not known. */
  readonly signalToNoise?: Histogram;
  /** KL divergence from the prior in nats, summed over the layer's weights. */
  readonly kl?: number;
  /** Standard deviation of a Gaussian prior: one, or one for each of the layer's tensors. */
  readonly priorStds?: readonly number[];
}

/** Counts in bins of equal width from `low` to `high`; all values are in it, save those that are no finite number. */
export interface Histogram {
  readonly low: number;
  readonly high: number;
  readonly counts: readonly number[];
  readonly average: number;
  readonly notFinite: number;
}
