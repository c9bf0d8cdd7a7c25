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
])('%s is refused with its row and what would take it', async (_name, value) => {
  await expect(check(`x,n\n1,0\n2,${value}\n`, table)).rejects.toThrow(
    `inference.noise.kind: counts are whole numbers from 0 to 16777216, and n is ${value} in row 3; choose learned or predicted noise for such values.`,
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

test('numbers of pictures are looked at like those of tables, and of several heads those that count', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'cells.csv');
  writeFileSync(path, 'path,n,size\na.png,3,-1.5\nb.png,-2,2\n');
  for (const name of ['a.png', 'b.png']) writeFileSync(join(folder, name), '');
  const images = { dataset: 'images', path, task: 'regression', size: [4, 4] };
  await expect(checkCounts(dataSchema.parse({ ...images, target: 'n' }), path)).rejects.toThrow(
    'inference.noise.kind: counts are whole numbers from 0 to 16777216, and n is -2 in item 2; choose learned or predicted noise for such values.',
  );
  const heads = (n: string, size: string) => [
    { target: 'n', noise: { kind: n } },
    { target: 'size', noise: { kind: size } },
  ];
  const both = (n: string, size: string) =>
    checkCounts(dataSchema.parse({ ...images, target: ['n', 'size'], heads: heads(n, size) }), path);
  await both('learned', 'learned');
  await expect(both('learned', 'negative-binomial')).rejects.toThrow(
    /^data\.heads: counts are .* size is -1\.5 in item 1;/,
  );
});

test('values of arrays that are no counts are refused by item', async () => {
  const path = join(temporaryFolder(), 'a.safetensors');
  const header = JSON.stringify({
    x: { dtype: 'F32', shape: [3, 1], data_offsets: [0, 12] },
    y: { dtype: 'F32', shape: [3], data_offsets: [12, 24] },
  });
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  writeFileSync(
    path,
    Buffer.concat([length, Buffer.from(header), Buffer.from(Float32Array.of(1, 2, 3, 4, 0.5, 2).buffer)]),
  );
  const arrays = dataSchema.parse({ dataset: 'arrays', path, task: 'regression' });
  await expect(checkCounts(arrays, path)).rejects.toThrow(/y is 0\.5 in item 2; choose/);
});
