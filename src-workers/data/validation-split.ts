import { heldOutPictures } from '../../src-files/data/train-items';
import { shuffledIndices } from '../random/shuffle';

export interface ItemSplit {
  readonly train: Uint32Array;
  readonly validation: Uint32Array;
}

/**
 * Holds a share of the training items out for validation; which ones, the seed of the split decides.
 * @throws BadInputError when nothing would be left to train on.
 */
export function splitForValidation(items: number, fraction: number, splitSeed: number): ItemSplit {
  const order = shuffledIndices(items, splitSeed, 'split', 0);
  const held = heldOutPictures(items, fraction);
  return { validation: order.slice(0, held), train: order.slice(held) };
}
