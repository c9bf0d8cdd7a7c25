import type { Dynamics } from './trajectory';

/** Constants of dual averaging (Hoffman and Gelman 2014, section 3.2). */
const [gamma, offset, decay] = [0.05, 10, 0.75];

/** Numbers that adaptation goes on from; single precision, so that a checkpoint holds them exactly. */
export const adaptationNumbers = 6;

/**
 * How one chain finds the size of its steps and the scales of its parameters in the warm-up: dual averaging towards an
 * acceptance, and variances over windows that double, as Stan has them.
 */
export class Adaptation {
  readonly inverseMass: Float32Array;
  readonly #mean: Float32Array;
  readonly #squares: Float32Array;
  /** Logarithm of the step size, its running mean, mean error, centre; steps since the size, draws since the window began. */
  readonly #numbers: Float32Array;

  constructor(
    readonly warmUp: number,
    readonly targetAcceptance: number,
    size: number,
  ) {
    this.inverseMass = new Float32Array(size).fill(1);
    this.#mean = new Float32Array(size);
    this.#squares = new Float32Array(size);
    this.#numbers = new Float32Array(adaptationNumbers);
  }

  /** Vectors and numbers that tell where it stands: the very memory. */
  get vectors(): readonly Float32Array[] {
    return [this.inverseMass, this.#mean, this.#squares];
  }

  get numbers(): Float32Array {
    return this.#numbers;
  }

  /** @param iteration counts from 1 */
  dynamics(iteration: number): Dynamics {
    const [logStep, logMean] = this.#numbers;
    return { stepSize: Math.exp(iteration > this.warmUp ? logMean : logStep), inverseMass: this.inverseMass };
  }

  startFrom(stepSize: number): void {
    this.#numbers.set([Math.log(stepSize), Math.log(stepSize), 0, Math.log(10 * stepSize), 0]);
  }

  /** Takes in the transition of an iteration of the warm-up. */
  learn(iteration: number, acceptance: number, position: Float32Array): void {
    if (iteration > this.warmUp) return;
    this.#learnStepSize(acceptance);
    const { first, ends } = windowsOf(this.warmUp);
    if (iteration < first || iteration > (ends[ends.length - 1] ?? 0)) return;
    this.#learnScales(position);
    if (!ends.includes(iteration)) return;
    this.#takeScales();
    this.startFrom(Math.exp(this.#numbers[0]));
  }

  #learnStepSize(acceptance: number): void {
    const numbers = this.#numbers;
    numbers[4] += 1;
    const [, logMean, error, centre, count] = numbers;
    const weight = 1 / (count + offset);
    numbers[2] = (1 - weight) * error + weight * (this.targetAcceptance - acceptance);
    numbers[0] = centre - (Math.sqrt(count) / gamma) * numbers[2];
    const share = count ** -decay;
    numbers[1] = share * numbers[0] + (1 - share) * logMean;
  }

  /** Welford's running mean and squares. */
  #learnScales(position: Float32Array): void {
    this.#numbers[5] += 1;
    const count = this.#numbers[5];
    for (let at = 0; at < position.length; at += 1) {
      const before = position[at] - this.#mean[at];
      this.#mean[at] += before / count;
      this.#squares[at] += before * (position[at] - this.#mean[at]);
    }
  }

  /** Variances of the window, drawn towards 1e-3 as if by five draws, as Stan does. */
  #takeScales(): void {
    const count = this.#numbers[5];
    for (let at = 0; at < this.#mean.length; at += 1) {
      const variance = this.#squares[at] / Math.max(1, count - 1);
      this.inverseMass[at] = (count * variance + 5e-3) / (count + 5);
    }
    this.#mean.fill(0);
    this.#squares.fill(0);
    this.#numbers[5] = 0;
  }
}

/**
 * Windows of a warm-up over which scales are taken: between a start that finds the region and an end that finds the last step
 * size, each twice as long as the one before and the last as long as is left (Stan's: 75, 25 and 50 iterations).
 * @returns the first iteration of the first window, and the last of each
 */
export function windowsOf(warmUp: number): { readonly first: number; readonly ends: readonly number[] } {
  const isShort = warmUp < 150;
  const begin = isShort ? Math.floor(0.15 * warmUp) : 75;
  const last = warmUp - (isShort ? Math.floor(0.1 * warmUp) : 50);
  const ends: number[] = [];
  let size = isShort ? last - begin : 25;
  for (let end = begin; end < last; size *= 2) {
    const next = end + size;
    // No window after this one would be whole.
    end = next + 2 * size > last ? last : next;
    ends.push(end);
  }
  return { first: begin + 1, ends };
}
