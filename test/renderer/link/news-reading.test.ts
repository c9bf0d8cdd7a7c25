import { expect, test } from 'vitest';
import { NewsReading } from '../../../src-renderer/link/news-reading';

/** A reading that goes on until it is told what came of it. */
function heldReading() {
  const ends: { readonly done: (hasMore: boolean) => void; readonly fail: (error: Error) => void }[] = [];
  const news = new NewsReading(() => new Promise<boolean>((done, fail) => void ends.push({ done, fail })));
  return { news, ends };
}

const soon = () => new Promise((resolve) => setImmediate(resolve));

test('news that comes while a reading is under way is read right after it, once', async () => {
  const { news, ends } = heldReading();
  const first = news.takeNews();
  expect(await Promise.all([news.takeNews(), news.takeNews()])).toEqual([false, false]);
  expect(ends).toHaveLength(1);
  ends[0].done(false);
  await soon();
  expect(ends).toHaveLength(2);
  ends[1].done(false);
  expect(await first).toBe(true);
  expect(ends).toHaveLength(2);
});

test('an answer that does not hold all is asked for again', async () => {
  const { news, ends } = heldReading();
  const reading = news.takeNews();
  ends[0].done(true);
  await soon();
  expect(ends).toHaveLength(2);
  ends[1].done(false);
  expect(await reading).toBe(true);
});

test('a reading that fails says so, and the next news is read all the same', async () => {
  const { news, ends } = heldReading();
  const failing = news.takeNews();
  ends[0].fail(new Error('The connection is lost.'));
  await expect(failing).rejects.toThrow('The connection is lost.');
  const next = news.takeNews();
  ends[1].done(false);
  expect(await next).toBe(true);
});
