import { BadInputError } from '../errors';
import type { Tensor } from '../formats/safetensors';

/** Beyond this the exponential is no float32 any more. */
const mostLogStd = Math.log(3.4028235e38);

/**
 * Nothing can be done with such weights: what they predict is no prediction, here or elsewhere.
 * @throws BadInputError naming the weights that are no number, or a standard deviation beyond float32
 */
export function refuseBrokenWeights(tensors: readonly Tensor[], file: string): void {
  for (const { name, data } of tensors) {
    const of = (at: number) => `${file}: ${name} holds ${data[at]} (value ${at + 1} of ${data.length})`;
    const broken = data.findIndex((value) => !Number.isFinite(value));
    if (broken >= 0)
      throw new BadInputError(
        `${of(broken)}; the weights of a posterior are finite numbers. The run has probably diverged.`,
      );
    const wide = name.endsWith('log_std') ? data.findIndex((value) => value > mostLogStd) : -1;
    if (wide >= 0)
      throw new BadInputError(
        `${of(wide)}, whose standard deviation is too large to draw weights with. The run has probably diverged.`,
      );
  }
}
