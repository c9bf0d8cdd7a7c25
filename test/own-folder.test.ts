import { chmodSync, existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openOwnFolder, refuseFileAsFolder } from '../src-main/own-folder';
import { BadInputError } from '../src-shared/errors';
import { temporaryFolder } from './temporary-folder';

const open = (path: string) => openOwnFolder({ path, holds: 'the runs', variable: 'PARASAMPLE_HOME' });
const refusal = (path: string, why: string) =>
  new BadInputError(
    `The folder of the runs, ${path}, ${why}; set PARASAMPLE_HOME to a folder that can be written to.`,
  );

test('it is made, with those above it, and may be there already', () => {
  const path = join(temporaryFolder(), 'a', 'b');
  open(path);
  open(path);
  expect(existsSync(path)).toBe(true);
});

test.skipIf(process.platform === 'win32')(
  'it is for its owner alone where it is made, and is left as it is where it was',
  () => {
    const path = join(temporaryFolder(), 'a', 'b');
    open(path);
    expect(statSync(path).mode & 0o777).toBe(0o700);
    chmodSync(path, 0o750);
    open(path);
    expect(statSync(path).mode & 0o777).toBe(0o750);
  },
);

test('a file is refused, and so is a folder below one', () => {
  const file = join(temporaryFolder(), 'a');
  writeFileSync(file, '');
  expect(() => open(file)).toThrow(refusal(file, 'is a file'));
  expect(() => open(join(file, 'b'))).toThrow(
    refusal(join(file, 'b'), `cannot be made (${file} is a file and no folder)`),
  );
});

test.runIf(existsSync('/proc'))('a place that holds no folders is refused at once', () => {
  expect(() => open('/proc/parasample')).toThrow(
    refusal('/proc/parasample', 'cannot be made (no folder can be made there)'),
  );
});

// The administrator may write everywhere.
test.skipIf(process.getuid?.() === 0)('a folder that is read-only is refused', () => {
  const folder = temporaryFolder();
  chmodSync(folder, 0o555);
  expect(() => open(folder)).toThrow(refusal(folder, 'cannot be written to (you may not write there)'));
  chmodSync(folder, 0o755);
});

test('what only looks into it refuses a file too, and makes no folder', () => {
  const folder = temporaryFolder();
  const file = join(folder, 'a');
  writeFileSync(file, '');
  const look = (path: string) => () =>
    refuseFileAsFolder({ path, holds: 'the runs', variable: 'PARASAMPLE_HOME' });
  for (const path of [file, join(file, 'b', 'c')])
    expect(look(path)).toThrow(refusal(path, `cannot be there: ${file} is a file`));
  look(folder)();
  look(join(folder, 'new'))();
  expect(existsSync(join(folder, 'new'))).toBe(false);
});
