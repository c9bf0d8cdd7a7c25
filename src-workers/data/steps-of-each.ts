import type { ItemSource } from './batch-reader';

/** The steps of several series, counted one series after the other. */
export class StepsOfEach {
  /** The number of each series' first step. */
  readonly #firsts: readonly number[];

  constructor(all: readonly { readonly times: ArrayLike<number> }[]) {
    let next = 0;
    this.#firsts = all.map(({ times }) => {
      const first = next;
      next += times.length;
      return first;
    });
  }

  /** Which series a step is of, and which of its own. */
  of(number: number): { readonly place: number; readonly step: number } {
    let [place, end] = [0, this.#firsts.length];
    while (end - place > 1) {
      const middle = Math.floor((place + end) / 2);
      if (this.#firsts[middle] <= number) place = middle;
      else end = middle;
    }
    return { place, step: number - this.#firsts[place] };
  }

  /** Steps of each series by their numbers among all. */
  numbered(steps: readonly Uint32Array[]): Uint32Array {
    const numbers = new Uint32Array(steps.reduce((sum, { length }) => sum + length, 0));
    let next = 0;
    steps.forEach((own, place) => {
      for (const step of own) {
        numbers[next] = this.#firsts[place] + step;
        next += 1;
      }
    });
    return numbers;
  }

  /** Items of all series by their numbers. @param sources of each series, by its own steps */
  source(sources: readonly ItemSource[]): ItemSource {
    const [only, ...others] = sources;
    if (others.length === 0) return only;
    return {
      ...only,
      writeInput: (item, look, to, offset) => {
        const { place, step } = this.of(item);
        sources[place].writeInput(step, look, to, offset);
      },
      writeTarget: (item, to, offset, look) => {
        const { place, step } = this.of(item);
        sources[place].writeTarget(step, to, offset, look);
      },
    };
  }
}
