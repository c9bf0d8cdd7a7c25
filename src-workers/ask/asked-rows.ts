import { BadInputError } from '../../src-shared/errors';
import { embeddingsOf } from '../../src-shared/network/embedded-columns';
import type { PosteriorMetadata } from '../../src-shared/posterior/posterior-metadata';
import { plainItems, type RunData } from '../data/run-data';
import { standardise } from '../data/standardisation';
import type { AskedKind } from './asked-kind';
import type { TruthsOf } from './asked-parts';

/** A slice along a column and its row. */
const rowsAtOnce = 64;

/** Rows of a table, several at a time. */
export function askedRows({ task, normalisation }: PosteriorMetadata, truthsOf: TruthsOf): AskedKind {
  const { mean, std, names = mean.map((_, input) => `input ${input}`) } = normalisation;
  const inputs = names.length;
  const embeddings = embeddingsOf(task);
  const texts = embeddings.map(({ categories }, at) => ({
    input: inputs - embeddings.length + at,
    categories: [...categories],
  }));
  const rowsOf = (data: RunData, items: Uint32Array): number[][] => {
    const read = data.evaluationReader(items.length).read(plainItems(items)).inputs;
    return Array.from(items, (_, row) =>
      Array.from({ length: inputs }, (_one, input) =>
        asInFile(mean[input] + std[input] * read[row * inputs + input], std[input]),
      ),
    );
  };
  return {
    items: {
      kind: 'rows',
      names: [...names],
      mean: [...mean],
      std: [...std],
      ...(texts.length > 0 ? { texts } : {}),
    },
    mostItems: rowsAtOnce,
    inputsOf: (item) => {
      if (item.kind !== 'rows') throw new BadInputError('This network is asked about rows of a table.');
      const wrong = item.rows.find((row) => row.length !== inputs);
      if (wrong)
        throw new BadInputError(`A row has ${wrong.length} values; this network takes ${names.join(', ')}.`);
      refuseOtherPlaces(item.rows, names, texts);
      const standardised = item.rows.flatMap((row) =>
        row.map((value, input) => standardise(value, { mean: mean[input], std: std[input] })),
      );
      return { inputs: Float32Array.from(standardised), count: item.rows.length };
    },
    testItem: (data, place) => {
      const items = data.test.subarray(place, place + 1);
      const [[row], [truths]] = [rowsOf(data, items), truthsOf(data, items)];
      return { kind: 'test-row', item: place, inputs: row, truths };
    },
    trainingItems: (data, most) => {
      const stride = Math.ceil(data.train.length / most);
      const items = data.train.filter((_, place) => place % stride === 0);
      return { kind: 'training-rows', inputs: rowsOf(data, items), targets: truthsOf(data, items) };
    },
  };
}

/** Between two texts there is none. */
function refuseOtherPlaces(
  rows: readonly (readonly number[])[],
  names: readonly string[],
  texts: readonly { readonly input: number; readonly categories: readonly string[] }[],
): void {
  for (const { input, categories } of texts)
    for (const row of rows) {
      const place = row[input];
      if (Number.isInteger(place) && place >= 0 && place <= categories.length) continue;
      throw new BadInputError(
        `${names[input]} is ${place}, which is no place among its ${categories.length} texts, nor 0 for any other.`,
      );
    }
}

/** Standardised in single precision, 0 came back as 4e-8: what is less than a millionth of the spread is left out. */
function asInFile(value: number, std: number): number {
  const places = Math.ceil(6 - Math.log10(std));
  return Number(value.toFixed(Math.min(100, Math.max(0, places))));
}
