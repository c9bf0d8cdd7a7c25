import { openArrays } from '../../src-files/arrays/open-arrays';
import { isOfNumbers, numbersOf, type StoredArray } from '../../src-files/arrays/stored-array';
import { BadInputError } from '../../src-shared/errors';
import type { ArraySettings } from '../../src-shared/experiment/data/arrays';
import type { PosteriorMetadata } from '../../src-shared/posterior/posterior-metadata';
import type { PredictionInputs } from './prediction-inputs';

/** The items of an array of inputs: that of the name that the network was trained on, or of the test. */
export async function openArrayItems(
  location: string,
  { inputs: name }: ArraySettings,
  metadata: PosteriorMetadata,
): Promise<PredictionInputs> {
  const found = await openArrays(location, [name, `${name}_test`]);
  const [array] = found.values();
  if (!array)
    throw new BadInputError(
      `${location} has no array named ${name}; that is what this network predicts for.`,
    );
  return arrayItems(array, metadata);
}

/** @throws BadInputError where the array does not hold what the network takes */
export function arrayItems(
  array: StoredArray,
  { task, normalisation: { mean, std } }: PosteriorMetadata,
): PredictionInputs {
  if (!isOfNumbers(array)) throw new BadInputError(`${array.title} holds texts; inputs are numbers.`);
  const size = task.inputShape.reduce((product, side) => product * side, 1);
  const own = array.shape.slice(1);
  const wanted = task.inputShape.join(' x ');
  // An axis of one may be left out: of grey pictures' channel, of single numbers.
  const sides = (shape: readonly number[]) => shape.filter((side) => side !== 1).join(' x ');
  if (sides(own) !== sides(task.inputShape))
    throw new BadInputError(
      `${array.title} has items of ${own.join(' x ')} numbers; this network takes ${wanted}.`,
    );
  return {
    items: array.shape[0] ?? 0,
    keys: [{ name: 'item', of: (item) => [item] }],
    read: async (first, count) => {
      const rows = numbersOf(array);
      const inputs = new Float32Array(count * size);
      for (let place = 0; place < count; place += 1) {
        const values = rows.of(first + place);
        for (let at = 0; at < size; at += 1)
          inputs[place * size + at] = (values[at] - mean[at % mean.length]) / std[at % mean.length];
      }
      rows.close();
      return inputs;
    },
    notes: [],
  };
}
