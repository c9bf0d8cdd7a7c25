import { expect, test } from 'vitest';
import { RegionMemory } from '../../../src-workers/engine/graph/region-memory';

const MiB = 1 << 20;

test('a free chunk that is large enough is used again', () => {
  const memory = new RegionMemory(0);
  memory.giveBack(memory.take(MiB));
  memory.take(MiB);
  expect(memory.written).toBe(MiB);
});

test('what fits into no free chunk begins a region of twice the size, however much is free in pieces', () => {
  const memory = new RegionMemory(0);
  const [first, , third] = [MiB, MiB, MiB].map((bytes) => memory.take(bytes));
  // The first two fill the first region, of 2 MiB; the third begins one of 4.
  if (!first || !third) throw new Error('They are there.');
  memory.giveBack(first);
  memory.giveBack(third);
  memory.take(1.5 * MiB);
  // In the place of the third; that of the first is too small. Never more than 3 MiB were needed at once.
  expect(memory.written).toBe(3.5 * MiB);
});

test('a chunk is not cut where less would be left than is taken', () => {
  const memory = new RegionMemory(0);
  memory.take(1.5 * MiB);
  // A fourth of the first region is left at its end, and stays unused.
  memory.take(0.5 * MiB);
  expect(memory.written).toBe(2 * MiB);
  memory.take(3.5 * MiB);
  // The second region, of 4 MiB, holds 3.5 behind the half.
  expect(memory.written).toBe(5.5 * MiB);
  memory.take(MiB / 4);
  memory.take(7.75 * MiB);
  expect(memory.written).toBe(13.5 * MiB);
});

test('neighbours that are free become one chunk, whichever was given back first', () => {
  for (const order of [
    [0, 1, 2],
    [2, 0, 1],
    [1, 2, 0],
  ]) {
    const memory = new RegionMemory(0);
    const places = [0.5 * MiB, 0.5 * MiB, MiB].map((bytes) => memory.take(bytes));
    for (const index of order) {
      const place = places[index];
      if (place) memory.giveBack(place);
    }
    memory.take(2 * MiB);
    expect(memory.written).toBe(2 * MiB);
  }
});

test('small tensors are taken from the system, where nothing is lost between them', () => {
  const memory = new RegionMemory(256);
  memory.giveBack(memory.take(100));
  memory.giveBack(memory.take(200));
  expect(memory.written).toBe(200);
  memory.take(256);
  expect(memory.written).toBe(200 + 256);
});
