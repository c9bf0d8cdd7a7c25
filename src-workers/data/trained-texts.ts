import type { Table } from '../../src-files/data/table';

interface TrainedTexts {
  readonly table: Table;
  /** Whole sentences on texts that no training row has. */
  readonly notes: readonly string[];
}

/** The table with texts that no training row has at place 0, as any other text that will ever come, where texts have embeddings. */
export function withTrainedTexts(table: Table, train: Uint32Array): TrainedTexts {
  const { features, embeddings } = table;
  const first = features.length - embeddings.length;
  const anew = embeddings.map((embedded, at) => trainedOf(features[first + at], embedded.categories, train));
  const notes = embeddings.flatMap(({ column, categories }, at) => {
    const lost = categories.length - anew[at].categories.length;
    return lost === 0
      ? []
      : [
          `${lost} of ${categories.length} texts of column ${column} are in no training row; they have the embedding of any other text, of which nothing is learned but from empty cells.`,
        ];
  });
  return {
    table: {
      ...table,
      features: [...features.slice(0, first), ...anew.map(({ values }) => values)],
      embeddings: embeddings.map((embedded, at) => ({
        ...embedded,
        categories: anew[at].categories,
        ...(anew[at].isOtherTrained ? {} : { isOtherUntrained: true }),
      })),
    },
    notes,
  };
}

function trainedOf(places: Float64Array, categories: readonly string[], train: Uint32Array) {
  const isTrained = new Uint8Array(categories.length + 1);
  for (const row of train) isTrained[places[row]] = 1;
  const numbers = new Float64Array(categories.length + 1);
  let count = 0;
  for (let place = 1; place < numbers.length; place += 1)
    if (isTrained[place]) {
      count += 1;
      numbers[place] = count;
    }
  return {
    values: places.map((place) => numbers[place]),
    isOtherTrained: isTrained[0] === 1,
    categories: categories.filter((_, at) => isTrained[at + 1] === 1),
  };
}
