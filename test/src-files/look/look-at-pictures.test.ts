import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { encode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { lookAtPictures } from '../../../src-files/look/look-at-pictures';
import { temporaryFolder } from '../../temporary-folder';

/** Pictures of one grey each, by their names; the same grey and size are the same bytes. */
function folderOf(pictures: Readonly<Record<string, readonly [grey: number, side: number]>>): string {
  const folder = temporaryFolder();
  for (const [name, [grey, side]] of Object.entries(pictures)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    const data = new Uint8Array(side * (side + 1)).fill(grey);
    writeFileSync(join(folder, name), encode({ width: side + 1, height: side, channels: 1, data }));
  }
  return folder;
}

const many = (folder: string, first: number) =>
  Object.fromEntries(
    Array.from({ length: 10 }, (_, at) => [`${folder}/${at}.png`, [first + at, 8] as const]),
  );

describe('a look at a folder of pictures', () => {
  it('counts the pictures of each class and part, and says their sizes', async () => {
    const look = await lookAtPictures(
      folderOf({
        ...many('train/cat', 0),
        ...many('train/dog', 20),
        'test/cat/a.png': [99, 16],
        'val/dog/b.png': [98, 8],
      }),
    );
    expect(look).toMatchObject({
      pictures: 22,
      classes: [
        { name: 'cat', pictures: 11, train: 10, validation: 0, test: 1 },
        { name: 'dog', pictures: 11, train: 10, validation: 1, test: 0 },
      ],
      sizes: [
        { height: 8, width: 9, pictures: 21 },
        { height: 16, width: 17, pictures: 1 },
      ],
      odd: [],
    });
  });

  it('finds the same picture under two classes, in two parts, and twice', async () => {
    const { odd } = await lookAtPictures(
      folderOf({
        ...many('train/cat', 0),
        ...many('train/dog', 20),
        'train/dog/cat.png': [3, 8],
        'test/cat/again.png': [4, 8],
        'train/cat/twice.png': [5, 8],
      }),
    );
    expect(odd).toEqual([
      expect.stringMatching(
        /^One picture is there under another class too: .*cat\/3\.png.*\(cat, dog\); which is right\?$/,
      ),
      expect.stringMatching(/^One picture is in two parts of the data: .*4\.png/),
      'One picture is there twice.',
    ]);
  });

  it('names pictures that cannot be decoded, and counts files of no bytes, which are no pictures that are there twice', async () => {
    const folder = folderOf({ ...many('cat', 0), ...many('dog', 20) });
    const whole = readFileSync(join(folder, 'cat/3.png'));
    writeFileSync(join(folder, 'cat/3.png'), whole.subarray(0, whole.length - 20));
    for (const name of ['dog/4.png', 'dog/5.png']) writeFileSync(join(folder, name), '');
    const { odd, pictures } = await lookAtPictures(folder);
    expect(pictures).toBe(20);
    expect(odd).toEqual([
      expect.stringMatching(
        /^Of 20 pictures, 1 cannot be read, .*: .*cat\/3\.png is no whole PNG file that can be read \(.*\)\.$/,
      ),
      '2 files have 0 bytes and are no pictures, the first of them dog/4.png.',
    ]);
  });

  it('names classes of few pictures', async () => {
    const { odd } = await lookAtPictures(folderOf({ ...many('cat', 0), 'dog/a.png': [50, 8] }));
    expect(odd).toEqual([
      'Of a class there are fewer than 10 pictures: dog (1); it is hardly learned or tested.',
    ]);
  });
});
