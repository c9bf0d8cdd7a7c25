import type { ParameterLayout, ParameterSpec } from './parameter-layout';
import type { OptimiserSettings } from './program';

/** A stretch of the flat vector whose parameters an optimiser treats alike. */
export interface UpdatePart {
  /** Position behind its last parameter; it begins where the part before it ends. */
  readonly end: number;
  /** What the learning rate is multiplied with. */
  readonly rate: number;
  /** What the weight decay is multiplied with. */
  readonly decay: number;
  /** Set where the gradient is taken off as it is, whatever the optimiser, and clipping does not hear of it. */
  readonly isMoving?: true;
  /** Set where IVON moves it: means, and behind them as many log standard deviations. */
  readonly gaussian?: { readonly precision: number };
}

/**
 * The parts of a layout: weight decay is a prior of the weights, so logarithms of standard deviations are left out of
 * it, and they take steps of their own size. Neighbours that are treated alike are one part, but Gaussians that IVON moves.
 */
export function updateParts(
  { slots, floats }: ParameterLayout,
  settings: OptimiserSettings,
): readonly UpdatePart[] {
  const parts: UpdatePart[] = [];
  slots.forEach((slot, index) => {
    const part = partOf(slot, slots[index + 1]?.offset ?? floats, settings);
    const last = parts.at(-1);
    if (last && areAlike(last, part)) parts[parts.length - 1] = part;
    else if (part) parts.push(part);
  });
  return parts;
}

/** The part that ends with a parameter; undefined where it goes on, with means before their log standard deviations. */
function partOf(
  { role, precision }: ParameterSpec,
  end: number,
  { weightDecay, logStdRate = 1, ivon }: OptimiserSettings,
): UpdatePart | undefined {
  const isLogStd = role === 'log-std';
  if (ivon && precision !== undefined)
    return isLogStd ? { end, rate: 1, decay: 0, gaussian: { precision } } : undefined;
  const spared = weightDecay === 0 ? 1 : 0;
  if (role === 'frozen') return { end, rate: 0, decay: spared };
  if (role === 'moving') return { end, rate: 0, decay: spared, isMoving: true };
  return isLogStd ? { end, rate: logStdRate, decay: spared } : { end, rate: 1, decay: 1 };
}

function areAlike(one: UpdatePart, other: UpdatePart | undefined): other is UpdatePart {
  if (!other || one.gaussian || other.gaussian) return false;
  return one.rate === other.rate && one.decay === other.decay && one.isMoving === other.isMoving;
}

/** One number for a stretch of a flat vector. */
export interface PartValue {
  readonly end: number;
  readonly value: number;
}

export function fillParts(flat: Float32Array, values: readonly PartValue[]): void {
  values.forEach(({ end, value }, index) => {
    flat.fill(value, values[index - 1]?.end ?? 0, end);
  });
}

/** Where the first moment starts: at zero, but for IVON's Hessian in the place of log standard deviations. */
export function firstMomentStart(
  parts: readonly UpdatePart[],
  { ivon }: OptimiserSettings,
): readonly PartValue[] {
  return parts.flatMap(({ end, gaussian }, index) => {
    if (!gaussian || !ivon) return [{ end, value: 0 }];
    const first = parts[index - 1]?.end ?? 0;
    return [
      { end: (first + end) / 2, value: 0 },
      { end, value: ivon.initialHessian },
    ];
  });
}
