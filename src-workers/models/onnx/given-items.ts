import { reshape, type Tensor } from '@tensorflow/tfjs-core';
import { type InputFit, inputFit } from '../../../src-files/onnx/input-fit';
import type { NetworkLayers } from '../../../src-files/onnx/network-layers';
import { type Computed, computed, moved } from './value';

/** How items of the data come into a network. */
export interface GivenItems {
  /** The file's own number of items, where it has one. */
  readonly fixedItems: number | undefined;
  /** @param inputs [samples or 1, items, ...input shape] */
  prepare(inputs: Tensor): Computed;
}

/**
 * Gives items as the file's axes want them.
 * @throws BadInputError naming the axis that does not fit
 */
export function asTheFileWants({ network }: NetworkLayers, inputShape: readonly number[]): GivenItems {
  const fit: InputFit = inputFit(network, inputShape);
  return {
    fixedItems: fit.fixedItems,
    prepare: (inputs) => {
      const [samples, items] = inputs.shape;
      if (fit.isChannelsFirstPicture) return computed(inputs, true);
      const x = moved(inputs, [0, 1, ...fit.order.map((axis) => axis + 2)]);
      return computed(reshape(x, [samples, items, ...fit.shape]));
    },
  };
}
