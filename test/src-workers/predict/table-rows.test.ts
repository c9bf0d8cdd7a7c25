import { describe, expect, test } from 'vitest';
import { parseCsv } from '../../../src-files/csv/csv';
import { tableOf } from '../../../src-files/data/table';
import { table } from '../../../src-shared/experiment/data/table';
import type { PosteriorMetadata } from '../../../src-shared/posterior/posterior-metadata';
import { preparedValues } from '../../../src-workers/data/value-targets';
import { targetsOfRows } from '../../../src-workers/labelled/targets-of-rows';
import { tableRowsOf } from '../../../src-workers/predict/table-rows';

const parse = (text: string) => parseCsv(new TextEncoder().encode(text), 'new.csv');
const data = table.settings.parse({ dataset: 'table', path: 'a.csv', target: 'y' });

/** What a network knows that was trained on a file, its inputs and targets as they are in it. */
function trainedOn(text: string): PosteriorMetadata {
  const { featureNames, targets } = tableOf(parse(text), table.layout(data));
  const values = targets.filter((target) => target.kind === 'regression');
  const { task } = preparedValues(values, [featureNames.length], Uint32Array.of(0, 1));
  const plain = { targetMean: [0], targetStd: [1] };
  const normalisation = {
    names: [...featureNames],
    mean: featureNames.map(() => 0),
    std: featureNames.map(() => 1),
  };
  return { task: { ...task, ...plain }, normalisation } as unknown as PosteriorMetadata;
}

test('an empty cell is what it was in training', async () => {
  const medians = table.settings.parse({ dataset: 'table', path: 'a.csv', target: 'y', missing: 'median' });
  const normalisation = { names: ['a'], mean: [10], std: [2], empty: [4] };
  const { read } = tableRowsOf(parse('a,b\n,1\nNA,1\n12,1\n'), medians, {
    task: { kind: 'regression' },
    normalisation,
  } as PosteriorMetadata);
  expect([...(await read(0, 3))]).toEqual([-3, -3, 1]);
});

test('another value of a column that was the same wherever it was trained on is told', () => {
  const notesOf = (text: string, mean: number) =>
    tableRowsOf(parse(text), data, {
      task: { kind: 'regression' },
      normalisation: { names: ['a', 'b'], mean: [mean, 1], std: [1, 1], alike: [true, false] },
    } as unknown as PosteriorMetadata).notes;
  expect(notesOf('a,b\n7,1\n7,2\n9,3\n', 7)).toEqual([
    'new.csv: column a was 7 in every row that was trained on, and is another, as in row 4 (9); nothing taught what that changes, so predictions there are a guess.',
  ]);
  expect(notesOf('a,b\n7.0,1\n7,2\n', 7)).toEqual([]);
});

test('a text that has an embedding is its place; one that training did not have is any other, and told', async () => {
  const masked = table.settings.parse({ dataset: 'table', path: 'a.csv', target: 'y', missing: 'mean' });
  const embeddings = [{ column: 'site', categories: ['a', '7', 'c'], size: 2 }];
  const { read, notes } = tableRowsOf(parse('site,x\nc,4\nnew,5\n,6\n7,8\na,4\n'), masked, {
    task: { kind: 'regression', embeddings },
    normalisation: { names: ['x', 'site'], mean: [4, 0], std: [2, 1] },
  } as unknown as PosteriorMetadata);
  expect([...(await read(0, 5))]).toEqual([0, 3, 0.5, 0, 1, 0, 2, 2, 0, 1]);
  expect(notes).toEqual([
    'new.csv: column site holds texts that the network was not trained on, as in row 3 (new); such a row has the embedding of any other text, of which nothing is learned but from empty cells.',
  ]);
});

test('of missing columns the file’s own names are told, each once, and not the inputs that they become', () => {
  const metadata = {
    task: { kind: 'regression' },
    normalisation: {
      names: ['size [m²]', 'size=', 'town=Aachen', 'town=Bonn', 'put@years', 'put@year sine', 'rooms'],
      mean: [0, 0, 0, 0, 0, 0, 0],
      std: [1, 1, 1, 1, 1, 1, 1],
    },
  } as unknown as PosteriorMetadata;
  expect(() => tableRowsOf(parse('rooms\n3\n'), data, metadata)).toThrow(
    'new.csv has no column named size [m²], town, put; this network takes size [m²], town, put, rooms.',
  );
});

describe('a network that was trained on numbers with units', () => {
  const metadata = trainedOn('w,share,t,y\n30 kg,5%,−3,$2.00\n40 kg,7%,4,$3.00\n');
  const rowsOf = async (text: string) => {
    const { items, read } = tableRowsOf(parse(text), data, metadata);
    return [...(await read(0, items))];
  };

  test('takes files that write them in the same way, or say the unit in a column’s name', async () => {
    expect(metadata.normalisation.names).toEqual(['w [kg]', 'share [%]', 't']);
    expect(await rowsOf('w,share,t\n31.5kg,5.5 %,2\n(2 kg),1%,−1\n')).toEqual([31.5, 5.5, 2, -2, 1, -1]);
    expect(await rowsOf('w [kg],share (%),t\n31.5,5.5,2\n'.replace('share (%)', 'share [%]'))).toEqual([
      31.5, 5.5, 2,
    ]);
  });

  test.each([
    [
      'w,share,t\n500 g,5%,2\n',
      'new.csv: column w is in g, and this network was trained on numbers in kg; convert it.',
    ],
    [
      'w,share,t\n31 kg,0.05,2\n',
      'new.csv: column share says no unit, and this network was trained on numbers in %; write it into the cells.',
    ],
    [
      'w,share,t\n31 kg,5%,2 °C\n',
      'new.csv: column t is in °C, and this network was trained on numbers without a unit; convert it.',
    ],
    ['w,share,t\n31 kg,5%,\n', 'new.csv, row 2, column t: the cell is empty; every row needs a number here.'],
  ])('%j is refused: %s', (text, sentence) => {
    expect(() => tableRowsOf(parse(text), data, metadata)).toThrow(sentence);
  });

  test('is scored on targets in its unit alone', () => {
    const scored = (text: string) => targetsOfRows(parse(text), ['y'], metadata);
    expect([...scored('y\n"$1,200.50"\n')]).toEqual([1200.5]);
    expect(() => scored('y\n€ 5\n')).toThrow(
      'new.csv: column y is in €, and this network was trained on numbers in $; convert it.',
    );
    expect(() => scored('y\n5\n')).toThrow('new.csv: column y says no unit');
  });
});
