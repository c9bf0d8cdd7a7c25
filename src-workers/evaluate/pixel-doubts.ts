import type { ByDoubt } from './refusing';

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
    // Of numbers from 0 up the bits rise as they do, and those of NaN lie above all.
    this.#value[0] = doubt > 0 || Number.isNaN(doubt) ? doubt : 0;
    const bin = this.#bits[0] >>> leftOut;
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

  #lowest(bin: number): number {
    this.#bits[0] = (bin << leftOut) >>> 0;
    return this.#value[0];
  }
}
