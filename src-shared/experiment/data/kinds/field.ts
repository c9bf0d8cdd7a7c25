import type { ItemKind } from '../data-choice';

/** Fields of one time step, [height, width, fields]. */
export const steps: ItemKind<'field', unknown> = {
  name: 'field',
  items: 'time steps',
  predictsFor: {
    place: 'either',
    what: 'NetCDF files or a Zarr store',
    label: 'NetCDF or Zarr',
    help: 'A NetCDF file, a folder of such files or a Zarr store with the fields that the network was trained on; of each time step, the next one is predicted.',
  },
  hasValues: true,
  canBeAugmented: false,
  hasNamedInputs: true,
  scaling: 'values',
  describeInputs: ({ shape, names }) =>
    `${shape} (items, rows, columns, fields) in their own units, NaN where a value is not known: ${names.join(', ')}`,
};
