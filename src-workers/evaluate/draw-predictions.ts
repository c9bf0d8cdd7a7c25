import type { Evaluation } from './evaluation';

/** Scores predictions as `scores` does, and keeps those of all samples for the first chunk of items. */
export class DrawPredictions implements Evaluation {
  #first: Float32Array = new Float32Array(0);

  constructor(
    readonly evaluation: Evaluation,
    /** Weight samples. */
    readonly samples: number,
  ) {}

  /** Numbers of one sample's predictions in the first chunk. */
  get count(): number {
    return this.#first.length / this.samples;
  }

  /** A value, or a class's log probability. */
  at(sample: number, place: number): number {
    return this.#first[sample * this.count + place];
  }

  add(samples: Float32Array, sampleCount: number, targets: Float32Array | Int32Array): void {
    if (this.#first.length === 0) this.#first = samples.slice();
    this.evaluation.add(samples, sampleCount, targets);
  }

  scores(): Readonly<Record<string, number>> {
    return this.evaluation.scores();
  }
}
