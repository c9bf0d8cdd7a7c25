import type { ParameterLayout } from './parameter-layout';
import type { OptimiserSettings } from './program';

/** A stretch of the flat vector whose parameters an optimiser treats alike. */
export interface UpdatePart {
  /** Position behind its last parameter; it begins where the part before it ends. */
  readonly end: number;
  /** What the learning rate is multiplied with. */
  readonly rate: number;
  /** What the weight decay is multiplied with. */
  readonly decay: number;
}

/**
 * The parts of a layout: weight decay is a prior of the weights, so logarithms of standard deviations are left out of
 * it, and they take steps of their own size. Neighbours that are treated alike are one part.
 */
export function updateParts(
  { slots, floats }: ParameterLayout,
  { weightDecay, logStdRate = 1 }: OptimiserSettings,
): readonly UpdatePart[] {
  const parts: UpdatePart[] = [];
  slots.forEach(({ role }, index) => {
    const end = slots[index + 1]?.offset ?? floats;
    const [rate, decay] = role === 'log-std' ? [logStdRate, weightDecay === 0 ? 1 : 0] : [1, 1];
    const last = parts.at(-1);
    if (last?.rate === rate && last.decay === decay) parts[parts.length - 1] = { end, rate, decay };
    else parts.push({ end, rate, decay });
  });
  return parts;
}
