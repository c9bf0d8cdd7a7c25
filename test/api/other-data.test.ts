import { expect, test } from 'vitest';
import { otherSource } from '../../src-main/api/other-data';
import { type DataSettings, type DatasetId, dataSchema } from '../../src-shared/experiment/data';
import { temporaryFolder } from '../temporary-folder';

const digits = dataSchema.parse({ dataset: 'digits' });
const rows = dataSchema.parse({ dataset: 'table', path: '/rows.csv', target: 'y' });

test.each<[string, DatasetId, DataSettings, RegExp]>([
  [
    'what it was trained on',
    'digits',
    digits,
    /^ood: the run was trained on digits; name data that it has not seen\.$/,
  ],
  [
    'data without pictures',
    'concrete',
    digits,
    /^ood: concrete has no pictures, which is what this network takes\.$/,
  ],
  [
    'data that are not there yet',
    'fashion-mnist',
    digits,
    /^fashion-mnist has not been fetched yet; `parasample datasets fetch fashion-mnist` fetches it \(31 MB\)\.$/,
  ],
  [
    'pictures, where it learned from a table',
    'digits',
    rows,
    /^ood: a data set by its name is for networks of pictures; this network predicts for a table.*, or noise\.$/,
  ],
])('a network is not held against %s, in one sentence', async (_what, dataset, trainedOn, sentence) => {
  await expect(otherSource({ kind: 'dataset', dataset }, trainedOn, temporaryFolder())).rejects.toThrow(
    sentence,
  );
});

test('the digits themselves are other data to a network of other pictures in their form', async () => {
  const own = dataSchema.parse({ dataset: 'digits', path: '/own' });
  const { kind } = await otherSource({ kind: 'dataset', dataset: 'digits' }, own, temporaryFolder());
  expect(kind).toBe('dataset');
});
