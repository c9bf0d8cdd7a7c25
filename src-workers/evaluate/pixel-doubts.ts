import type { KeptShare } from '../../src-shared/assessment/kept-share';
import type { ByDoubt } from './scores/refusing';

/** Bits of a single number that bins do not tell apart: doubts within 1/2048 of each other count as equal. */
const leftOut = 12;

/** Doubts of any number of pixels, in bins whose width grows with the doubt, so that no pixel has to be kept. */
export class PixelDoubts {
  readonly #pixels = new Uint32Array(2 ** (32 - leftOut));
  readonly #wrong = new Uint32Array(2 ** (32 - leftOut));
  readonly #value = new Float32Array(1);
  readonly #bits = new Uint32Array(this.#value.buffer);

  /** @param doubt from 0 up; what is no number is the most doubtful */
  add(doubt: number, isRight: boolean): void {
    const bin = this.#binOf(doubt);
    this.#pixels[bin] += 1;
    this.#wrong[bin] += isRight ? 0 : 1;
  }

  /** A bin an entry, with the share of its pixels that are wrong as its loss, and how many pixels it has. */
  byDoubt(): ByDoubt & { readonly counts: Uint32Array } {
    const filled = Array.from(this.#pixels.keys()).filter((bin) => this.#pixels[bin] > 0);
    return {
      doubts: Float32Array.from(filled, (bin) => this.#lowest(bin)),
      losses: Float64Array.from(filled, (bin) => this.#wrong[bin] / this.#pixels[bin]),
      counts: Uint32Array.from(filled, (bin) => this.#pixels[bin]),
    };
  }

  /**
   * Of pixels the place in a curve of refusing from which on each is kept, as many as it has places where none keeps it.
   * @param doubts of the pixels
   * @param curve made of `byDoubt`, by rising coverage
   */
  keptFrom(doubts: Float32Array, curve: readonly KeptShare[]): Uint8Array {
    return Uint8Array.from(doubts, (doubt) => {
      const own = this.#lowest(this.#binOf(doubt));
      const place = curve.findIndex((point) => point.doubt >= own);
      return place < 0 ? curve.length : place;
    });
  }

  #binOf(doubt: number): number {
    // Of numbers from 0 up the bits rise as they do, and those of NaN lie above all.
    this.#value[0] = doubt > 0 || Number.isNaN(doubt) ? doubt : 0;
    return this.#bits[0] >>> leftOut;
  }

  #lowest(bin: number): number {
    this.#bits[0] = (bin << leftOut) >>> 0;
    return this.#value[0];
  }
}
