/** A tensor of weights of a network of the person's own, as its file tells it. */
export interface NetworkLayer {
  readonly name: string;
  /** What `inference.bayesianLayers` calls it. */
  readonly layer: string;
  readonly shape: readonly number[];
  /** How many numbers it has. */
  readonly numbers: number;
  /** Whether it can have a distribution. */
  readonly bayesian: boolean;
  /** What computes with it. */
  readonly use: 'dense layer' | 'convolution' | 'recurrent layer' | 'normalisation' | 'other';
  /** Of a head that is made anew. */
  readonly isNew: boolean;
}
