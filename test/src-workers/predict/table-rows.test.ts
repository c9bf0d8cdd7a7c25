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
    normalisation,
  } as PosteriorMetadata);
  expect([...(await read(0, 3))]).toEqual([-3, -3, 1]);
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
