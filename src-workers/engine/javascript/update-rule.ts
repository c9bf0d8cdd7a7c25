import { ivonNumbers } from '../ivon';
import { optimiserOfKind } from '../optimisers';
import type { Update } from '../optimisers/optimiser';
import type { OptimiserStep } from '../pass';
import type { OptimiserSettings } from '../program';
import { fillParts, firstMomentStart, type UpdatePart } from '../update-parts';
import { ivonStep } from './ivon-step';

/** The optimisers on plain arrays: the same updates as the graph's, PyTorch's forms. */
export class UpdateRule {
  /** The moments themselves, not copies. */
  readonly state: readonly Float32Array[];

  constructor(
    readonly settings: OptimiserSettings,
    readonly parts: readonly UpdatePart[],
  ) {
    const { moments } = optimiserOfKind(settings);
    this.state = Array.from({ length: moments }, () => new Float32Array(parts.at(-1)?.end ?? 0));
    this.clear();
  }

  restore(state: readonly Float32Array[]): void {
    this.state.forEach((moment, index) => {
      moment.set(state[index]);
    });
  }

  clear(): void {
    for (const moment of this.state) moment.fill(0);
    fillParts(this.state[0], firstMomentStart(this.parts, this.settings));
  }

  /** Changes `parameters` in place. */
  apply(parameters: Float32Array, gradients: Float32Array, step: OptimiserStep): void {
    const optimiser = optimiserOfKind(this.settings);
    const update = optimiser.updateOf(this.settings, step);
    const vectors = { parameters, gradients, moments: this.state, scale: this.#clipScale(gradients) };
    let first = 0;
    for (const part of this.parts) {
      const { end } = part;
      if (part.gaussian) this.#ivon(parameters, gradients, step, first, part);
      else optimiser.move({ ...vectors, first, end }, scaledTo(update, part));
      first = end;
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
    const vectors = { parameters, gradients, moments: this.state[0] };
    ivonStep(vectors, [first, end], gaussian.precision, ivonNumbers(ivon, step));
  }
}

/** The update as it is for one part. */
function scaledTo(update: Update, { rate, decay }: UpdatePart): Update {
  return {
    ...update,
    rate: rate * update.rate,
    decay: decay * update.decay,
    shrink: decay * update.shrink,
  };
}
