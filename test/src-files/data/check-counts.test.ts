import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkCounts } from '../../../src-files/data/check-counts';
import { dataSchema } from '../../../src-shared/experiment/data';
import { temporaryFolder } from '../../temporary-folder';

function check(text: string, settings: Record<string, unknown>): Promise<void> {
  const path = join(temporaryFolder(), 'a.csv');
  writeFileSync(path, text);
  return checkCounts(dataSchema.parse({ path, ...settings }), path);
}

const table = { dataset: 'table', target: 'n' };

test('whole numbers from 0 are counts', async () => {
  await check('x,n\n1,0\n2,3\n3,16777216\n', table);
});

test.each([
  ['a negative number', '-2'],
  ['a fraction', '2.5'],
  ['more than single precision counts to', '16777217'],
])('%s is refused with its item and what would take it', async (_name, value) => {
  await expect(check(`x,n\n1,0\n2,${value}\n`, table)).rejects.toThrow(
    `inference.noise.kind: poisson takes counts, whole numbers from 0 to 16777216, and n is ${value} in item 2; choose learned or predicted noise for such values.`,
  );
});

test('steps of a series that are not known are no broken counts', async () => {
  const series = { dataset: 'time-series', timeColumn: 'time', valueColumn: 'n', gaps: 'mask' };
  const times = Array.from({ length: 6 }, (_, hour) => `2024-01-01 0${hour}:00`);
  const rows = (values: readonly string[]) =>
    `time,n\n${values.map((value, at) => `${times[at]},${value}`).join('\n')}\n`;
  await check(rows(['1', '0', '', '4', '2', '1']), series);
  await expect(check(rows(['1', '0', '', '4', '2.5', '1']), series)).rejects.toThrow(/n is 2.5 in item 5/);
});
