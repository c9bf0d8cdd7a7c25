import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { HangWatch } from '../../../src-main/runs/crew/hang-watch';
import { temporaryFolder } from '../../temporary-folder';

/** Three processes on a machine whose clock can be set: one shows itself each time, one did once, one never. */
function setUp() {
  const folder = temporaryFolder();
  const [alive, silent, unknown] = ['alive-0', 'alive-1', 'alive-2'].map((name) => join(folder, name));
  let seconds = 1000;
  let clock = 50_000;
  const watch = new HangWatch([alive, silent, unknown], 12_000, () => seconds * 1000);
  const showSign = (file: string) => {
    writeFileSync(file, '');
    utimesSync(file, clock, clock);
  };
  showSign(silent);
  return {
    setClock: (more: number) => {
      clock += more;
    },
    lookAfter: (more: number) => {
      seconds += more;
      clock += more;
      showSign(alive);
      return watch.look();
    },
  };
}

test('a process hangs once its file stays as it is for longer than the limit, unless it never showed itself', () => {
  const { lookAfter } = setUp();
  expect(lookAfter(0)).toEqual([]);
  for (let seconds = 4; seconds <= 12; seconds += 4) expect(lookAfter(4)).toEqual([]);
  expect(lookAfter(4)).toEqual([1]);
});

test('nobody hangs in the moment after the watcher slept, who cannot know what happened meanwhile', () => {
  const { lookAfter } = setUp();
  expect(lookAfter(0)).toEqual([]);
  expect(lookAfter(600)).toEqual([]);
  expect(lookAfter(2)).toEqual([1]);
});

test.each([3600, -3600])(
  'a clock that is set by %i s makes nobody hang and hides nobody who does',
  (jump) => {
    const { lookAfter, setClock } = setUp();
    expect(lookAfter(0)).toEqual([]);
    expect(lookAfter(4)).toEqual([]);
    setClock(jump);
    expect(lookAfter(4)).toEqual([]);
    expect(lookAfter(4)).toEqual([]);
    expect(lookAfter(4)).toEqual([1]);
  },
);
