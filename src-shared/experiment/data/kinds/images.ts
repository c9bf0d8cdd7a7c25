import type { ItemKind } from '../data-choice';

/** Pictures with a class each, [height, width, channels]. */
export const images: ItemKind<'images', unknown> = {
  name: 'images',
  items: 'images',
  predictsFor: {
    place: 'either',
    what: 'a folder of PNG or JPEG pictures, or arrays (NPZ, NPY, safetensors, HDF5)',
    label: 'Folder of pictures, or arrays',
    help: 'A folder of PNG or JPEG pictures, or an array x of them (NPZ, NPY, safetensors, HDF5), each of the size that the network was trained on.',
  },
  hasValues: false,
  canBeAugmented: true,
  hasNamedInputs: false,
  scaling: 'pixels',
  describeInputs: ({ shape }) => `${shape} (items, height, width, channels): pixels from 0 to 255`,
};
