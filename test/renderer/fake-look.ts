import type { TableLook } from '../../src-shared/data/data-look';
import { BadInputError } from '../../src-shared/errors';

const numbers = { least: 0, most: 9, mean: 4.5, std: 2.9, histogram: [3, 1, 0, 2] } as const;

/** What the core of the specs says of a table of the person's own. */
export function fakeLook(file: string): TableLook {
  if (!file.endsWith('.csv')) throw new BadInputError(`${file} is missing; there is no such file.`);
  return {
    kind: 'table',
    file,
    rows: 6,
    columns: [
      { name: 'id', empty: 0, different: 6, holds: { kind: 'numbers', ...numbers } },
      { name: 'age', empty: 2, different: 4, holds: { kind: 'numbers', ...numbers } },
      {
        name: 'site',
        empty: 0,
        different: 2,
        holds: { kind: 'texts', frequent: [{ text: 'north', rows: 4 }] },
      },
      { name: 'ill', empty: 0, different: 2, holds: { kind: 'texts', frequent: [{ text: 'no', rows: 5 }] } },
      {
        name: 'title',
        empty: 0,
        different: 6,
        namesRows: true,
        holds: { kind: 'texts', frequent: [{ text: 'a first', rows: 1 }] },
      },
    ],
    notes: [],
    odd: ['Column id counts the rows; leave it out.'],
  };
}
