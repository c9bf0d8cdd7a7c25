import { BadInputError } from '../../src-shared/errors';
import type { TrainedPosterior } from '../posterior/trained-posterior';
import type { PredictionInputs } from './prediction-inputs';

/** Beyond this the exponential is no float32 any more. */
const mostLogStd = Math.log(3.4028235e38);

/**
 * A prediction with such weights is none, whatever its inputs.
 * @throws BadInputError naming the weights that are no number, or a standard deviation beyond float32
 */
export function refuseBrokenWeights({ layout, flat }: TrainedPosterior, file: string): void {
  for (const { name, size, offset } of layout.slots) {
    const values = flat.subarray(offset, offset + size);
    const broken = values.findIndex((value) => !Number.isFinite(value));
    if (broken >= 0)
      throw new BadInputError(
        `${file}: ${name} holds ${values[broken]} (value ${broken + 1} of ${size}); the weights of a posterior are finite numbers. The run has probably diverged.`,
      );
    const wide = name.endsWith('log_std') ? values.findIndex((value) => value > mostLogStd) : -1;
    if (wide >= 0)
      throw new BadInputError(
        `${file}: ${name} holds ${values[wide]} (value ${wide + 1} of ${size}), whose standard deviation is too large to draw weights with. The run has probably diverged.`,
      );
  }
}

/**
 * @param what as "inputs"
 * @param values of consecutive items from `first` on, as many for each; in `groups` one after the other, as samples are
 * @throws BadInputError naming the first item among them that has a value which is no finite number
 */
export function refuseNotFinite(
  what: string,
  values: Float32Array,
  { first, count, groups = 1 }: { readonly first: number; readonly count: number; readonly groups?: number },
  { keys }: PredictionInputs,
  file: string,
): void {
  const broken = values.findIndex((value) => !Number.isFinite(value));
  if (broken < 0) return;
  const inGroup = broken % (values.length / groups);
  const item = first + Math.floor(inGroup / (values.length / groups / count));
  const [{ name, of }] = keys;
  throw new BadInputError(
    `${file}, ${name} ${of(item)[0]}: ${what} ${values[broken]}, no finite number; are its values far beyond those that the network was trained on?`,
  );
}
