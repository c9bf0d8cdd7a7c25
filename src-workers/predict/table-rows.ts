import { readFile } from 'node:fs/promises';
import { columnOf, parseCsv } from '../../src-files/csv/csv';
import { numbersOf } from '../../src-files/csv/numbers';
import { BadInputError } from '../../src-shared/errors';
import type { PosteriorMetadata } from '../../src-shared/posterior-metadata';
import { standardise } from '../data/standardisation';
import type { PredictionInputs } from './prediction-inputs';

/** The rows of a CSV file, from the columns that the network was trained on; other columns do not matter. */
export async function openTableRows(
  file: string,
  { normalisation: { names = [], mean, std } }: PosteriorMetadata,
): Promise<PredictionInputs> {
  const csv = parseCsv(await readFile(file), file);
  const missing = names.filter((name) => !csv.header.includes(name));
  if (missing.length > 0)
    throw new BadInputError(
      `${file} has no column named ${missing.join(', ')}; this network takes ${names.join(', ')}.`,
    );
  const columns = names.map((name, feature) => {
    const standardisation = { mean: mean[feature], std: std[feature] };
    const values = numbersOf(csv, columnOf(csv, name, 'input'));
    return Float32Array.from(values, (value) => standardise(value, standardisation));
  });
  return {
    items: csv.rows,
    keys: [{ name: 'row', of: (item) => [csv.rowNumber(item)] }],
    read: async (first, count) =>
      Float32Array.from(
        { length: count * columns.length },
        (_, at) => columns[at % columns.length][first + Math.floor(at / columns.length)],
      ),
    notes: csv.notes,
  };
}
