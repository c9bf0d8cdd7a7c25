import type { ItemKind } from '../data-choice';

/** Items of arrays, of any shape. */
export const items: ItemKind<'arrays', unknown> = {
  name: 'arrays',
  items: 'items',
  predictsFor: {
    place: 'either',
    what: 'a file of arrays',
    label: 'File of arrays',
    help: 'NPZ, NPY, safetensors or HDF5 with inputs of the shape that the network was trained on.',
  },
  hasValues: true,
  canBeAugmented: false,
  hasNamedInputs: false,
  scaling: 'values',
  describeInputs: ({ shape }) => `${shape} in the numbers of the file`,
};
