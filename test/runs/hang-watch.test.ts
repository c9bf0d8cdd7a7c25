import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { HangWatch } from '../../src-main/runs/hang-watch';
import { temporaryFolder } from '../temporary-folder';

test('a process hangs once its file is older than the limit, unless the watcher slept too or it never showed itself', () => {
  const folder = temporaryFolder();
  const [alive, silent, unknown] = ['alive-0', 'alive-1', 'alive-2'].map((name) => join(folder, name));
  const showSign = (file: string, seconds: number) => {
    writeFileSync(file, '');
    utimesSync(file, seconds, seconds);
  };
  let seconds = 1000;
  const watch = new HangWatch([alive, silent, unknown], 12_000, () => seconds * 1000);
  const lookAfter = (more: number) => {
    seconds += more;
    showSign(alive, seconds);
    return watch.look();
  };
  showSign(silent, seconds);
  expect(lookAfter(5)).toEqual([]);
  expect(lookAfter(5)).toEqual([]);
  expect(lookAfter(5)).toEqual([1]);
  // Nobody knows what happened while this process did not run.
  expect(lookAfter(600)).toEqual([]);
  expect(lookAfter(2)).toEqual([1]);
});
