import { adamBeta1, adamBeta2, adamCorrections, adamStepSize } from '../adam';
import { ivonNumbers } from '../ivon';
import type { OptimiserStep } from '../pass';
import type { OptimiserSettings } from '../program';
import { fillParts, firstMomentStart, type UpdatePart } from '../update-parts';
import { ivonStep } from './ivon-step';

/** The optimisers on plain arrays: the same updates as the graph's, PyTorch's forms. */
export class UpdateRule {
  readonly #first: Float32Array;
  readonly #second: Float32Array;

  constructor(
    readonly settings: OptimiserSettings,
    readonly parts: readonly UpdatePart[],
  ) {
    const floats = parts.at(-1)?.end ?? 0;
    this.#first = new Float32Array(floats);
    this.#second = new Float32Array(settings.kind === 'sgd' ? 0 : floats);
    this.clear();
  }

  /** The moments themselves, not copies. */
  get state(): readonly Float32Array[] {
    return this.settings.kind === 'sgd' ? [this.#first] : [this.#first, this.#second];
  }

  restore(state: readonly Float32Array[]): void {
    this.state.forEach((moment, index) => {
      moment.set(state[index]);
    });
  }

  clear(): void {
    fillParts(this.#first, firstMomentStart(this.parts, this.settings));
    this.#second.fill(0);
  }

  /** Changes `parameters` in place. */
  apply(parameters: Float32Array, gradients: Float32Array, step: OptimiserStep): void {
    const scale = this.#clipScale(gradients);
    let first = 0;
    for (const part of this.parts) {
      if (part.gaussian) this.#ivon(parameters, gradients, step, first, part);
      else if (this.settings.kind === 'sgd') this.#momentum(parameters, gradients, scale, step, first, part);
      else this.#adam(parameters, gradients, scale, step, first, part);
      first = part.end;
    }
  }

  #clipScale(gradients: Float32Array): number {
    const { clipNorm } = this.settings;
    if (clipNorm === undefined) return 1;
    return clipNorm / Math.max(clipNorm, Math.sqrt(gradients.reduce((sum, value) => sum + value * value, 0)));
  }

  #ivon(
    parameters: Float32Array,
    gradients: Float32Array,
    step: OptimiserStep,
    first: number,
    { end, gaussian }: UpdatePart,
  ): void {
    const { ivon } = this.settings;
    if (!ivon || !gaussian) return;
    const vectors = { parameters, gradients, moments: this.#first };
    ivonStep(vectors, [first, end], gaussian.precision, ivonNumbers(ivon, step));
  }

  #momentum(
    parameters: Float32Array,
    gradients: Float32Array,
    scale: number,
    { learningRate, momentum = this.settings.kind === 'sgd' ? this.settings.momentum : 0 }: OptimiserStep,
    first: number,
    part: UpdatePart,
  ): void {
    const decay = this.settings.weightDecay * part.decay;
    for (let at = first; at < part.end; at += 1) {
      const gradient = scale * gradients[at] + decay * parameters[at];
      this.#first[at] = momentum * this.#first[at] + gradient;
      parameters[at] -= learningRate * part.rate * this.#first[at];
    }
  }

  #adam(
    parameters: Float32Array,
    gradients: Float32Array,
    scale: number,
    { learningRate, step }: OptimiserStep,
    first: number,
    part: UpdatePart,
  ): void {
    const { epsilon } = adamCorrections(step);
    const rate = adamStepSize(part.rate * learningRate, step);
    const isDecoupled = this.settings.kind === 'adamw';
    const decay = this.settings.weightDecay * part.decay;
    for (let at = first; at < part.end; at += 1) {
      const gradient = scale * gradients[at] + (isDecoupled ? 0 : decay * parameters[at]);
      this.#first[at] += (gradient - this.#first[at]) * (1 - adamBeta1);
      this.#second[at] += (gradient * gradient - this.#second[at]) * (1 - adamBeta2);
      if (isDecoupled) parameters[at] -= learningRate * decay * parameters[at];
      parameters[at] -= (rate * this.#first[at]) / (Math.sqrt(this.#second[at]) + epsilon);
    }
  }
}
