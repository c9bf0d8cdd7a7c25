import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { LookProgress } from '../../src-shared/data/data-look';
import type { ListedPicture } from '../pictures/listed-pictures';
import { SameItems } from './same-items';

/** Files that are asked of the system at once. */
const atOnce = 64;

/** What is odd about files of the same bytes, in sentences; and about files of none. */
export async function samePictures(
  pictures: readonly ListedPicture[],
  classNames: readonly string[],
  onProgress: LookProgress,
): Promise<readonly string[]> {
  const bySize = await picturesBySize(pictures, onProgress);
  const empty = bySize.get(0) ?? [];
  bySize.delete(0);
  const alike = [...bySize.values()].filter(({ length }) => length > 1).flat();
  const same = new SameItems();
  for (const [at, { file, name, label, split }] of alike.entries()) {
    if (at % 100 === 0) onProgress('Comparing pictures', at, alike.length);
    const mark = createHash('sha256')
      .update(await readFile(file))
      .digest('base64');
    same.add(mark, { place: name, label: classNames[label], part: split });
  }
  return [...emptyFiles(empty), ...same.sentences('picture')];
}

function emptyFiles(empty: readonly ListedPicture[]): readonly string[] {
  if (empty.length === 0) return [];
  const [{ name }] = empty;
  return [
    empty.length === 1
      ? `${name} has 0 bytes and is no picture.`
      : `${empty.length} files have 0 bytes and are no pictures, the first of them ${name}.`,
  ];
}

async function picturesBySize(
  pictures: readonly ListedPicture[],
  onProgress: LookProgress,
): Promise<Map<number, ListedPicture[]>> {
  const bySize = new Map<number, ListedPicture[]>();
  for (let at = 0; at < pictures.length; at += atOnce) {
    if (at % (atOnce * 16) === 0) onProgress('Reading the sizes of files', at, pictures.length);
    const some = pictures.slice(at, at + atOnce);
    const sizes = await Promise.all(some.map(async ({ file }) => (await stat(file)).size));
    for (const [place, size] of sizes.entries()) {
      const same = bySize.get(size);
      if (same) same.push(some[place]);
      else bySize.set(size, [some[place]]);
    }
  }
  return bySize;
}
