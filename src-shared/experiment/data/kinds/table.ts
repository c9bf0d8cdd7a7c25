import type { ItemKind } from '../data-choice';

/** Rows of a table, [features]. */
export const rows: ItemKind<'table', unknown> = {
  name: 'table',
  items: 'rows',
  predictsFor: {
    place: 'file',
    what: 'a table',
    label: 'Table',
    help: 'CSV, Parquet or Excel, with the columns that the network was trained on; others do not matter.',
  },
  hasValues: true,
  canBeAugmented: false,
  hasNamedInputs: true,
  scaling: 'values',
  describeInputs: ({ shape, names }) => `${shape} (items, features) in their own units: ${names.join(', ')}`,
};
