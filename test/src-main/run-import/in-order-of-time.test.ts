import { expect, test } from 'vitest';
import { inOrderOfTime } from '../../../src-main/run-import/in-order-of-time';

/** Tells whether it was closed. */
async function* source(times: readonly number[], closed: number[] = []) {
  try {
    for (const time of times) yield time;
  } finally {
    closed.push(times[0]);
  }
}

const itself = (time: number) => time;

test('what comes from several sources comes in order of time, each in its own order', async () => {
  const found = [];
  for await (const time of inOrderOfTime([source([1, 4, 3]), source([]), source([2, 5])], itself))
    found.push(time);
  expect(found).toEqual([1, 2, 4, 3, 5]);
});

test('all sources are closed where nobody reads to the end', async () => {
  const closed: number[] = [];
  for await (const _first of inOrderOfTime([source([1, 2], closed), source([3], closed)], itself)) break;
  expect(closed).toEqual([1, 3]);
});
