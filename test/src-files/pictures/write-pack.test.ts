import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PackTask } from '../../../src-files/pictures/pack-part';
import { writePack } from '../../../src-files/pictures/write-pack';
import { builtScript } from '../../built-script';
import { temporaryFolder } from '../../temporary-folder';

const fixtures = join(import.meta.dirname, 'fixtures');
const kinds = ['colour.png', 'colour.jpg', 'lossless.webp', 'plain.tif', 'grey.jpg', 'palette.png'];

let threadFile: string;
beforeAll(async () => {
  const built = mkdtempSync(join(tmpdir(), 'parasample-thread-'));
  threadFile = await builtScript('src-files/pictures/packing-thread.ts', built);
});
afterAll(() => rmSync(dirname(threadFile), { recursive: true, force: true }));

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

/** As many pictures as several threads take several turns for. */
function pictures(count: number) {
  return Array.from({ length: count }, (_, item) => {
    const file = join(folder, `${item}-${kinds[item % kinds.length]}`);
    copyFileSync(join(fixtures, kinds[item % kinds.length]), file);
    return { item, file };
  });
}

const taskTo = (name: string): PackTask => ({
  to: join(folder, name),
  size: 8 * 8 * 3,
  conversion: { kind: 'pictures', size: [8, 8], resize: 'cover', colours: 'colour' },
});

describe('a pack that threads write', () => {
  test('is the one that a single thread writes', async () => {
    const files = pictures(100);
    const alone = await writePack(taskTo('alone'), files, false, undefined);
    const together = await writePack(taskTo('together'), files, false, threadFile);
    expect(together).toEqual(alone);
    expect(together.map(({ item }) => item)).toEqual(files.map(({ item }) => item));
    const written = readFileSync(join(folder, 'together'));
    expect(written).toHaveLength(100 * 8 * 8 * 3);
    expect(written.equals(readFileSync(join(folder, 'alone')))).toBe(true);
  });

  test('tells the first file that cannot be read, and all of them where the others go on', async () => {
    const files = pictures(100);
    for (const item of [37, 90]) writeFileSync(files[item].file, '');
    const broken = (done: Awaited<ReturnType<typeof writePack>>) =>
      done.flatMap((one) => ('broken' in one ? [one.broken] : []));
    const why = (item: number) => `${files[item].file} has 0 bytes; it should hold a picture.`;
    expect(broken(await writePack(taskTo('refused'), files, false, threadFile))[0]).toBe(why(37));
    const whole = await writePack(taskTo('skipped'), files, true, threadFile);
    expect(whole).toHaveLength(100);
    expect(broken(whole)).toEqual([why(37), why(90)]);
  });
});
