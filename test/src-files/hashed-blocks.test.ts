import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { blocksOf } from '../../src-files/hashed-blocks';
import { temporaryFolder } from '../temporary-folder';

test('blocks are of files as if they lay one behind the other, the first and the last bytes among them, and never more than 50 MB', () => {
  const folder = temporaryFolder();
  const whole = Buffer.alloc(
    60_000_000,
    Uint8Array.from({ length: 251 }, (_, at) => at),
  );
  const ends = [0, 1, 700_000, 700_000, 40_000_000, whole.length];
  const files = ends.slice(1).map((end, index) => {
    const path = join(folder, `${index}`);
    writeFileSync(path, whole.subarray(ends[index], end));
    return { path, bytes: end - ends[index] };
  });
  const read = Buffer.concat(Array.from(blocksOf(files), (block) => block.slice()));
  const expected = Array.from({ length: 50 }, (_, index) => {
    const from = Math.floor((index * 59_000_000) / 49);
    return whole.subarray(from, from + 1_000_000);
  });
  expect(read.equals(Buffer.concat(expected))).toBe(true);
});
