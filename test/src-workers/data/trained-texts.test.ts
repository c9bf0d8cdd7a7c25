import { expect, test } from 'vitest';
import { parseCsv } from '../../../src-files/csv/csv';
import { tableOf } from '../../../src-files/data/table';
import { dataSchema, tableFacts } from '../../../src-shared/experiment/data';
import { withTrainedTexts } from '../../../src-workers/data/trained-texts';

function tableIn(text: string, settings: object = {}) {
  const data = dataSchema.parse({ dataset: 'table', path: 'a.csv', target: 'y', embedAbove: 2, ...settings });
  if (data.dataset !== 'table') throw new Error('This is a table.');
  return tableOf(parseCsv(new TextEncoder().encode(text), 'a.csv'), tableFacts(data).layout(data));
}

const text = 'site,kind,x,y\nb,u,1,2\nc,v,2,3\na,u,3,4\nb,u,4,5\n';

test('a column of more texts than embedAbove is one input, the last, of places among them', () => {
  const { featureNames, features, embeddings, notes } = tableIn(text);
  expect(featureNames).toEqual(['kind=u', 'kind=v', 'x', 'site']);
  expect([...features[3]]).toEqual([2, 3, 1, 2]);
  expect(embeddings).toEqual([{ column: 'site', categories: ['a', 'b', 'c'], size: 3 }]);
  expect(notes.at(-1)).toBe(
    'a.csv: of these columns of texts, each text has an embedding that is learned (data.embedAbove): site (3).',
  );
});

test('their size is chosen, and empty cells are at place 0', () => {
  const { features, embeddings, featureNames } = tableIn('site,y\na,1\n,2\nb,3\nc,4\nc,5\n', {
    embeddingSize: 7,
    missing: 'mask',
  });
  expect(featureNames).toEqual(['site=', 'site']);
  expect([...features[1]]).toEqual([1, 0, 2, 3, 3]);
  expect(embeddings[0].size).toBe(7);
});

test('a text that no training row has is at place 0, with all others that will ever come', () => {
  const { table, notes } = withTrainedTexts(tableIn(text), Uint32Array.of(0, 1, 3));
  expect([...table.features[3]]).toEqual([1, 2, 0, 1]);
  expect(table.embeddings[0].categories).toEqual(['b', 'c']);
  expect(table.embeddings[0].isOtherUntrained).toBe(true);
  expect(notes).toEqual([
    '1 of 3 texts of column site are in no training row; they have the embedding of any other text, of which nothing is learned but from empty cells.',
  ]);
});

test('with an empty cell in a training row, place 0 is trained', () => {
  const read = tableIn('site,y\na,1\n,2\nb,3\nc,4\nc,5\n', { missing: 'mask' });
  const ofRows = (...rows: number[]) => withTrainedTexts(read, Uint32Array.from(rows)).table.embeddings[0];
  expect(ofRows(0, 1, 2).isOtherUntrained).toBeUndefined();
  expect(ofRows(0, 2, 3).isOtherUntrained).toBe(true);
});
