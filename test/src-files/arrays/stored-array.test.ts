import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { numbersOf } from '../../../src-files/arrays/stored-array';

const items = 30_000;
const atByte = 128;

/** Numbers of two an item behind a header: 0, 1 of the first, 2, 3 of the second; more than is read at once. */
function storedNumbers() {
  const file = join(mkdtempSync(join(tmpdir(), 'parasample-arrays-')), 'x.bin');
  const numbers = Float32Array.from({ length: items * 2 }, (_, at) => at);
  writeFileSync(file, Buffer.concat([Buffer.alloc(atByte), Buffer.from(numbers.buffer)]));
  return numbersOf({
    title: 'x.bin',
    shape: [items, 2],
    type: { bytes: 4, isWhole: false, read: (view, at) => view.getFloat32(at, true) },
    bytes: { in: 'file', file, offset: atByte },
  });
}

test.each([
  ['in order', (step: number) => step],
  ['backwards', (step: number) => items - 1 - step],
  ['here and there', (step: number) => (step * 7919) % items],
  ['each twice', (step: number) => Math.floor(step / 2)],
])('items of a file are those asked for, %s', (_, place) => {
  const rows = storedNumbers();
  for (let step = 0; step < items; step += 1) {
    const item = place(step);
    const [first, second] = rows.of(item);
    if (first !== 2 * item || second !== 2 * item + 1)
      expect([item, first, second]).toEqual('its own numbers');
  }
  expect([...rows.of(items - 1)]).toEqual([2 * items - 2, 2 * items - 1]);
  rows.close();
});
