import type { ItemCurvature } from './output-curvature';

interface Totals {
  /** Derivative of the loss by the weights, [P]. */
  readonly slope: Float64Array;
  /** Half the squared error, in units of that noise, or the negative log-likelihood of classes. */
  readonly loss: number;
  /** Target values that are known; 0 of classes. */
  readonly known: number;
  /** Sum over these of the logarithms of the noise's standard deviations that the curvature is told at. */
  readonly logStds: number;
}

/** The generalised Gauss-Newton matrix of the weights, [P, P] row by row; the lower triangle counts. */
export interface FullCurvature extends Totals {
  readonly structure: 'full';
  readonly matrix: Float64Array;
}

/** Its diagonal, [P]. */
export interface DiagonalCurvature extends Totals {
  readonly structure: 'diagonal';
  readonly diagonal: Float64Array;
}

/** Of each layer alone, as a Kronecker product: of the kernel given ⊗ slopes / (items * places), of the bias slopes. */
export interface KroneckerCurvature extends Totals {
  readonly structure: 'kronecker';
  readonly layers: readonly LayerFactors[];
  readonly items: number;
}

/** Sums over items and places (Martens and Grosse 2015; of convolutions Grosse and Martens 2016). */
export interface LayerFactors {
  /** Squares of what the kernel is applied to, [in, in]. */
  readonly given: Float64Array;
  /** The loss's curvature by what the layer gives, place by place, [out, out]. */
  readonly slopes: Float64Array;
  /** That the kernel is applied to in one item. */
  readonly places: number;
}

/** Sums over the training items of what Laplace's approximation needs of a network, at noise 1 or at that of each target. */
export type Curvature = FullCurvature | DiagonalCurvature | KroneckerCurvature;

/** Takes in what a curvature's program gives, chunk by chunk. */
export interface CurvatureSum {
  /** @param count items of the chunk that count; `values` may hold more */
  add(values: Float32Array, targets: Float32Array | Int32Array, count: number): void;
  result(): Curvature;
}

/** The loss and what it is of, over items. */
export class LossSum {
  loss = 0;
  known = 0;
  logStds = 0;
  /** That say anything. */
  items = 0;

  add({ loss, known, logStds, isKnown }: Omit<ItemCurvature, 'slope' | 'root'>): void {
    this.loss += loss;
    this.known += known;
    this.logStds += logStds;
    if (isKnown) this.items += 1;
  }

  with(slope: Float64Array): Totals {
    const { loss, known, logStds } = this;
    return { slope, loss, known, logStds };
  }
}
