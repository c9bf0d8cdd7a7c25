import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';

/** What `read` gives once it gives the same twice: what a page shows may still come to rest when its parts are there. */
export async function resting<T>(read: () => Promise<T>): Promise<T> {
  let last = await read();
  await expect
    .poll(async () => {
      const before = last;
      last = await read();
      return isDeepStrictEqual(last, before);
    })
    .toBe(true);
  return last;
}
