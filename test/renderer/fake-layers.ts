import { BadInputError } from '../../src-shared/errors';
import type { NetworkBox, NetworkLayer } from '../../src-shared/network/network-layer';

/** The weights of a small network, whatever its file. Throws BadInputError for one that is named broken. */
export function fakeLayers(file: string, classes = 10): readonly NetworkLayer[] {
  if (file.includes('broken')) throw new BadInputError(`model.path: ${file} is damaged or no ONNX file.`);
  const isNew = classes !== 10;
  const common = { isNew: false, bayesian: true };
  return [
    { ...common, name: 'stem.weight', layer: 'stem', shape: [3, 3, 1, 8], numbers: 72, use: 'convolution' },
    {
      ...common,
      name: 'norm.weight',
      layer: 'norm',
      shape: [8],
      numbers: 8,
      bayesian: false,
      use: 'normalisation',
    },
    {
      ...common,
      name: 'fc.weight',
      layer: 'fc',
      shape: [8, classes],
      numbers: 8 * classes,
      use: 'dense layer',
      isNew,
    },
    {
      ...common,
      name: 'fc.bias',
      layer: 'fc',
      shape: [classes],
      numbers: classes,
      use: 'dense layer',
      isNew,
    },
  ];
}

export const fakeBoxes: readonly NetworkBox[] = [
  { id: 'input', label: 'input', from: [] },
  { id: 'stem', label: 'stem', layer: 'stem', path: 'stem', from: ['input'] },
  { id: 'fc', label: 'fc', layer: 'fc', path: 'fc', from: ['stem'] },
  { id: 'output', label: 'output', from: ['fc'] },
];
