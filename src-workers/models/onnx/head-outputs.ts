import { concat, reshape, type Tensor } from '@tensorflow/tfjs-core';
import { BadInputError } from '../../../src-shared/errors';
import type { OutputsOfHead } from '../../../src-shared/experiment/networks/network-choice';
import { sizeOf } from '../../../src-shared/experiment/networks/tensors/weight-tensor';
import { type Surroundings, wantsFreeItems } from './call';
import { ofSamples } from './repeated';
import { inOrder, shapeOf, type Value } from './value';

/**
 * The outputs of a network that its heads take, one head after the other.
 * @param heads with the places of their outputs
 * @returns [samples or 1, items, numbers of all heads]
 * @throws BadInputError for a head that gets more or fewer numbers than it needs
 */
export function headOutputs(
  path: string,
  outputs: readonly Value[],
  surroundings: Surroundings,
  heads: readonly (OutputsOfHead & { readonly taken: readonly number[] })[],
): Tensor {
  const { items } = surroundings;
  const rows = heads.flatMap(({ name, size, taken }) => {
    const shapes = taken.map((place) => shapeOf(outputs[place]));
    if (shapes.some(([first]) => first !== items)) {
      const why =
        wantsFreeItems(surroundings) ?? `the first axis of what head ${name} takes is not that of the items`;
      throw new BadInputError(`model.path: ${path} cannot be computed: ${why}.`);
    }
    const numbers = shapes.reduce((sum, [, ...shape]) => sum + sizeOf(shape), 0);
    if (numbers !== size)
      throw new BadInputError(
        `data.heads: ${path} gives ${shapes.map((shape) => `[items, ${shape.slice(1).join(', ')}]`).join(' and ')} to the head ${name}, which needs ${size} ${size === 1 ? 'number' : 'numbers'} an item: one for each class or value, or as many as its noise asks for. Say which output it takes (output).`,
      );
    return taken.map((place) => asRow(inOrder(outputs[place])));
  });
  // What no weight with a distribution has touched is there once for all samples.
  const samples = Math.max(...rows.map(({ shape }) => shape[0]));
  return concat(
    rows.map((row) => ofSamples(row, samples)),
    -1,
  );
}

function asRow(output: Tensor): Tensor {
  const [samples, items, ...rest] = output.shape;
  return reshape(output, [samples, items, sizeOf(rest)]);
}
