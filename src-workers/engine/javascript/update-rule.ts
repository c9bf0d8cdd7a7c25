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
      else if (part.isMoving) takeOff(gradients, parameters, first, end);
      else optimiser.move({ ...vectors, first, end }, scaledTo(update, part));
      first = end;
    }
  }

  #clipScale(gradients: Float32Array): number {
    const { clipNorm } = this.settings;
    if (clipNorm === undefined) return 1;
    let first = 0;
    let squares = 0;
    for (const { end, isMoving } of this.parts) {
      for (let at = first; !isMoving && at < end; at += 1) squares += gradients[at] * gradients[at];
      first = end;
    }
    return clipNorm / Math.max(clipNorm, Math.sqrt(squares));
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

function takeOff(gradients: Float32Array, parameters: Float32Array, first: number, end: number): void {
  for (let at = first; at < end; at += 1) parameters[at] -= gradients[at];
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
