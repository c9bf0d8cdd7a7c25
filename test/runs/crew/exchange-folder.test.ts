import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startTicks } from '../../../src-files/start-ticks';
import { isRunning } from '../../../src-main/processes/owner-process';
import {
  makeExchangeFolder,
  removeExchangeFolder,
  removeLeftExchangeFolders,
} from '../../../src-main/runs/crew/exchange-folder';
import { temporaryFolder } from '../../temporary-folder';

describe('the exchange folder', () => {
  test('is private, and gone with all in it when removed', () => {
    const parent = temporaryFolder();
    const folder = makeExchangeFolder(parent);
    expect(dirname(folder)).toBe(parent);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    removeExchangeFolder(folder);
    expect(existsSync(folder)).toBe(false);
  });

  test('is among the temporary files where there is no memory-backed place', () => {
    const folder = makeExchangeFolder(join(temporaryFolder(), 'missing'));
    expect(dirname(folder)).toBe(tmpdir());
    removeExchangeFolder(folder);
  });
});

describe('exchange folders that a killed process left behind', () => {
  /** Of this process: its id, when it started, and where its id counts. */
  function ownMarks(): readonly string[] {
    const own = makeExchangeFolder(temporaryFolder());
    return /-(\d+)-(\d+)-(\d+)-/.exec(own)?.slice(1) ?? [];
  }

  /** Makes a folder of this name, with a worker's sign of life that is so many minutes old, and says whether it stays. */
  function stays(name: string, minutes = 0): boolean {
    const parent = temporaryFolder();
    const folder = join(parent, name);
    mkdirSync(folder);
    writeFileSync(join(folder, 'alive-0'), '');
    const seconds = Date.now() / 1000 - minutes * 60;
    for (const path of [join(folder, 'alive-0'), folder]) utimesSync(path, seconds, seconds);
    removeLeftExchangeFolders(parent);
    return existsSync(folder);
  }

  test('are removed; those of living processes and of other programs stay', async () => {
    const [id, start, namespace] = ownMarks();
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    expect(stays(`parasample-${child.pid}-${start}-${namespace}-abc`)).toBe(false);
    expect(stays(`parasample-${id}-${start}-${namespace}-abc`, 600)).toBe(true);
    expect(stays('another-program', 600)).toBe(true);
  });

  test('are removed too where another process, such as the first of the next container, has got its id', () => {
    const [id, start, namespace] = ownMarks();
    expect(stays(`parasample-${id}-${Number(start) - 1}-${namespace}-abc`)).toBe(false);
  });

  test('of other containers, whose processes nobody sees here, go once no worker has shown itself for an hour', () => {
    const [, start, namespace] = ownMarks();
    expect(stays(`parasample-1-${start}-${Number(namespace) + 1}-abc`, 59)).toBe(true);
    expect(stays(`parasample-1-${start}-${Number(namespace) + 1}-abc`, 61)).toBe(false);
  });

  test('go with a worker that could not end itself, because it was stopped, and with no process that got its id', async () => {
    const [, start, namespace] = ownMarks();
    const parent = temporaryFolder();
    const folder = join(parent, `parasample-${process.pid}-${Number(start) - 1}-${namespace}-abc`);
    mkdirSync(folder);
    const stopped = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    onTestFinished(() => {
      other.kill('SIGKILL');
    });
    stopped.kill('SIGSTOP');
    const end = once(stopped, 'exit');
    writeFileSync(join(folder, 'alive-0'), `${stopped.pid} ${startTicks(stopped.pid ?? 0)}`);
    writeFileSync(join(folder, 'alive-1'), `${other.pid} ${Number(startTicks(other.pid ?? 0)) - 1}`);
    writeFileSync(join(folder, 'alive-2'), '');
    removeLeftExchangeFolders(parent);
    expect((await end)[1]).toBe('SIGKILL');
    expect(existsSync(folder)).toBe(false);
    expect(isRunning(other.pid ?? 0)).toBe(true);
  });

  /** A process of this user, named as a worker in a folder that looks like one left behind. */
  function namedByAnother(parent: string) {
    const [, start, namespace] = ownMarks();
    const folder = join(parent, `parasample-${process.pid}-${Number(start) - 1}-${namespace}-abc`);
    mkdirSync(folder);
    const victim = spawn(process.execPath, ['-e', 'process.stdin.pipe(process.stdout)']);
    onTestFinished(() => {
      victim.kill('SIGKILL');
    });
    writeFileSync(join(folder, 'alive-0'), `${victim.pid} ${startTicks(victim.pid ?? 0)}`);
    // What has been killed answers no more, while its entry may still be there.
    const lives = () => {
      victim.stdin.write('?');
      return Promise.race([
        once(victim.stdout, 'data').then(() => true),
        once(victim, 'exit').then(() => false),
      ]);
    };
    return { folder, lives };
  }

  test('end nobody’s processes where only a link to another place stands there', async () => {
    const { folder, lives } = namedByAnother(temporaryFolder());
    const memory = temporaryFolder();
    symlinkSync(folder, join(memory, basename(folder)));
    removeLeftExchangeFolders(memory);
    expect(await lives()).toBe(true);
  });

  // Only root can make a folder that is another user's.
  test.runIf(process.getuid?.() === 0)(
    'end nobody’s processes where another user has made them',
    async () => {
      const memory = temporaryFolder();
      const { folder, lives } = namedByAnother(memory);
      chownSync(folder, 65_534, 65_534);
      removeLeftExchangeFolders(memory);
      expect(await lives()).toBe(true);
      expect(existsSync(folder)).toBe(true);
    },
  );
});
