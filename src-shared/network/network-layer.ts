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
  /** Of a layer nearest before one of several outputs: `last` stands for all of those. */
  readonly isLast?: true;
  /** Of a head that is made anew. */
  readonly isNew: boolean;
}

/** A layer of a network, or a place where values meet, and what it takes them from. */
export interface NetworkBox {
  readonly id: string;
  readonly label: string;
  /** What `inference.bayesianLayers` calls it, where it has weights. */
  readonly layer?: string;
  /** The module of the person's code that it is of, with dots between its parts. */
  readonly path?: string;
  /** Ids of boxes before it. */
  readonly from: readonly string[];
}

/** A network of the person's own, to look at. */
export interface NetworkOutline {
  /** Its weights, in the order of their use. */
  readonly layers: readonly NetworkLayer[];
  readonly boxes: readonly NetworkBox[];
  /** What the file calls its outputs. */
  readonly outputs: readonly string[];
}
