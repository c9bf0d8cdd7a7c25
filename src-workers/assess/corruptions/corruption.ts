import type { CorruptionKind } from '../../../src-shared/assessment/corruptions';
import type { PictureShape } from '../resized-pictures';

/** Random numbers for one picture, one for each of its numbers unless told otherwise; the same each time. */
export interface PictureNoise {
  /** Standard normal. */
  normals(count?: number): Float32Array;
  /** In [0, 1). */
  uniforms(count?: number): Float32Array;
}

/**
 * One of the fifteen ways to spoil a picture that Hendrycks and Dietterich 2019 describe, made anew from their description. Lengths
 * are shares of the picture's larger side, so that a severity spoils a picture of 8 pixels as it does one of 224.
 */
export interface Corruption {
  readonly kind: CorruptionKind;
  /** At severities 1 to 5, in the unit of its kind. */
  readonly strengths: readonly [number, number, number, number, number];
  /**
   * @param picture [height, width, channels], 0 to 1
   * @returns the spoilt picture; what leaves 0 to 1 is cut off by whoever asks
   */
  spoil(picture: Float64Array, shape: PictureShape, strength: number, noise: PictureNoise): Float64Array;
}
