import { BadInputError } from '../../src-shared/errors';
import type { PredictionInputs } from './prediction-inputs';

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
