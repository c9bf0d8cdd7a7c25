import { expect, test } from 'vitest';
import { datasetTitle } from '../../src-shared/experiment/data';

test.each([
  ['digits', 'Digits'],
  ['metro-traffic', 'Metro traffic'],
  ['table', 'A table of your own'],
  // Of a run that another version has stored.
  ['gone', 'gone'],
])('%s is called %s', (dataset, title) => {
  expect(datasetTitle(dataset)).toBe(title);
});
