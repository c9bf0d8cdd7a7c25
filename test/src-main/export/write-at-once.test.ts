import { readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { placeExport } from '../../../src-main/export/place-export';
import { writeAtOnce } from '../../../src-main/export/write-at-once';
import { temporaryFolder } from '../../temporary-folder';

test('a link that somebody has put where the file is prepared leads nowhere else', async () => {
  const folder = temporaryFolder();
  const [precious, file] = [join(folder, 'precious'), join(folder, 'export')];
  writeFileSync(precious, 'kept');
  symlinkSync(precious, `${file}.part-${process.pid}`);
  await writeAtOnce(file, Buffer.from('exported'));
  expect([readFileSync(precious, 'utf8'), readFileSync(file, 'utf8')]).toEqual(['kept', 'exported']);
});

test.runIf(process.platform === 'linux')('a device is written into and stays what it is', async () => {
  const folder = temporaryFolder();
  const link = join(folder, 'nowhere');
  symlinkSync('/dev/null', link);
  await writeAtOnce(link, Buffer.from('exported'));
  await placeExport(link, async (path) => writeFileSync(path, 'exported'));
  expect(statSync(link).isCharacterDevice()).toBe(true);
  expect(readdirSync(folder)).toEqual(['nowhere']);
});
