/** What is predicted of one value, standardised. */
export interface ValueDistribution {
  /** P(Y <= value); of draws the share below it. */
  below(value: number): number;
  quantile(probability: number): number;
  /** The continuous ranked probability score. */
  crps(truth: number): number;
  /**
   * P(Y < truth) (Dawid 1984), uniform over values where predictions are calibrated.
   * @param chance between 0 and 1: where in a step, if there is one at the truth
   */
  transform(truth: number, chance: number): number;
  /** Whether the central interval of this probability holds the truth. @param chance as in `transform` */
  holds(truth: number, probability: number, chance: number): boolean;
  /**
   * Minus the logarithm of the truth's density in its own unit, or, of counts, of its probability; nats.
   * @param unit what a standardised value is multiplied by
   */
  nll(truth: number, unit: number): number;
  /** Set where it is made of quantiles that came out of order. */
  readonly isCrossed?: boolean;
  /** Scores that distributions of its kind alone have, by their names. */
  ownScores?(truth: number, unit: number): Readonly<Record<string, number>>;
}
