import type { ItemKind } from '../data-choice';

/** Pictures with a class each, [height, width, channels]. */
export const images: ItemKind<'images', unknown> = {
  name: 'images',
  items: 'images',
  predictsFor: {
    place: 'folder',
    what: 'a folder of PNG or JPEG pictures',
    label: 'Folder of pictures',
    help: 'A folder of PNG or JPEG pictures, each of the size that the network was trained on.',
  },
  hasValues: false,
  canBeAugmented: true,
  hasNamedInputs: false,
  scaling: 'pixels',
  describeInputs: ({ shape }) => `${shape} (items, height, width, channels): pixels from 0 to 255`,
};
