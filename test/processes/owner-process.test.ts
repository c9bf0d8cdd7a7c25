import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { startTicks } from '../../src-files/start-ticks';
import { OwnMark } from '../../src-main/processes/own-mark';
import { isAlive, isOfThisMachine, ownProcess, showsItLives } from '../../src-main/processes/owner-process';
import { temporaryFolder } from '../temporary-folder';

// Laptops are called otherwise in another network.
vi.mock(import('node:os'), async (load) => {
  const actual = await load();
  return { ...actual, hostname: vi.fn(actual.hostname) };
});
// A disk that is full, for as long as a test says so.
vi.mock(import('node:fs'), async (load) => {
  const actual = await load();
  return { ...actual, writeFileSync: vi.fn(actual.writeFileSync) };
});
afterEach(() => {
  vi.useRealTimers();
  vi.mocked(hostname).mockReset();
  vi.mocked(writeFileSync).mockReset();
});

const fullDisk = () => {
  throw Object.assign(new Error('No space left on device'), { code: 'ENOSPC' });
};

/** Time that passes for one who looks every so many seconds. */
function looking(look: () => boolean, seconds: number, every = 10): readonly boolean[] {
  return Array.from({ length: seconds / every }, () => {
    vi.advanceTimersByTime(1000 * every);
    return look();
  });
}

describe('the owner of a run', () => {
  test('is alive while it runs', () => {
    expect(isAlive(ownProcess(), '/nowhere')).toBe(true);
  });

  test('is not another process that got the same id later', () => {
    expect(isAlive(`${process.pid}@an-earlier-boot-7`, '/nowhere')).toBe(false);
    expect(isAlive(`${process.pid}@an-earlier-boot-7@${hostname()}`, '/nowhere')).toBe(false);
  });

  test('is dead once it has ended', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    const mark = `${child.pid}@`;
    await once(child, 'exit');
    expect(isAlive(mark, '/nowhere')).toBe(false);
  });

  test('is alive where an older version marked the run, without its machine', () => {
    const [id, start] = ownProcess().split('@');
    expect(isAlive(`${id}@${start}`, '/nowhere')).toBe(true);
  });
});

describe('the name of a machine that changes while it runs', () => {
  test('makes no run of this process dead, though its disk is full', () => {
    const home = temporaryFolder();
    const own = new OwnMark(home);
    vi.mocked(writeFileSync).mockImplementation(fullDisk);
    const { text } = own;
    vi.mocked(hostname).mockReturnValue('called-otherwise');
    vi.useFakeTimers({ toFake: ['performance'] });
    expect(ownProcess()).toBe(text);
    expect(looking(() => isAlive(text, home), 1200)).not.toContain(false);
    expect(isOfThisMachine(text)).toBe(true);
    own.end();
  });

  test.runIf(existsSync('/proc/self/ns/pid'))(
    'makes no other process dead that has begun before, and leaves one gone that has ended',
    async () => {
      const child = spawn('sleep', ['60']);
      const [, start, , namespace] = ownProcess().split('@');
      const boot = start.slice(0, start.lastIndexOf('-'));
      const mark = `${child.pid}@${boot}-${startTicks(Number(child.pid))}@called-otherwise@${namespace}`;
      const home = temporaryFolder();
      vi.useFakeTimers({ toFake: ['performance'] });
      expect(looking(() => isAlive(mark, home), 1200)).not.toContain(false);
      expect(isOfThisMachine(mark)).toBe(true);
      child.kill('SIGKILL');
      await once(child, 'exit');
      expect(isAlive(mark, home)).toBe(false);
      expect(isOfThisMachine(mark)).toBe(true);
    },
  );

  test('leaves a heartbeat by one name, which ends with it', () => {
    const home = temporaryFolder();
    const own = new OwnMark(home);
    vi.mocked(hostname).mockReturnValue('called-otherwise');
    expect(`${own.text}.alive`).toBe(readdirSync(join(home, 'processes'))[0]);
    own.end();
    expect(readdirSync(join(home, 'processes'))).toEqual([]);
  });
});

describe('the owner of a run on another machine that shares the home', () => {
  /** A process of another login node, whose id and boot mean nothing here, and the file by which it shows that it lives. */
  function elsewhere() {
    const home = temporaryFolder();
    const mark = '1@another-boot-7@login2';
    const file = join(home, 'processes', `${mark}.alive`);
    mkdirSync(join(home, 'processes'));
    writeFileSync(file, '');
    const beat = (secondsAgo: number) => {
      const at = (Date.now() - 1000 * secondsAgo) / 1000;
      utimesSync(file, at, at);
    };
    return { home, mark, file, beat };
  }

  test('is none of this machine', () => {
    expect(isOfThisMachine(elsewhere().mark)).toBe(false);
  });

  test.runIf(existsSync('/proc/self/ns/pid'))(
    'may be in a container that shares this machine’s name, where its id says nothing here',
    () => {
      const [, start] = ownProcess().split('@');
      const mark = `4194303@${start}@${hostname()}@1234567`;
      expect([isOfThisMachine(mark), isAlive(mark, '/nowhere')]).toEqual([false, true]);
    },
  );

  test('shows that it lives once looks saw its heartbeat go on', () => {
    const { home, mark, beat } = elsewhere();
    expect(showsItLives(mark, home)).toBe(false);
    beat(20);
    isAlive(mark, home);
    expect(showsItLives(mark, home)).toBe(false);
    beat(10);
    isAlive(mark, home);
    expect(showsItLives(mark, home)).toBe(true);
  });

  test('shows no life by a heartbeat that goes away', () => {
    const { home, mark, file } = elsewhere();
    isAlive(mark, home);
    rmSync(file);
    isAlive(mark, home);
    expect(showsItLives(mark, home)).toBe(false);
    writeFileSync(file, '');
    isAlive(mark, home);
    expect(showsItLives(mark, home)).toBe(true);
  });

  test('lives while its heartbeat goes on', () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const { home, mark, beat } = elsewhere();
    let ago = 100_000;
    const look = () => {
      beat(--ago);
      return isAlive(mark, home);
    };
    expect(looking(look, 1200, 100)).not.toContain(false);
  });

  test.each([-90_000, 0, 300, 90_000])(
    'is gone once looks of two minutes saw its heartbeat stand still, where its clock is %j seconds behind',
    (behind) => {
      vi.useFakeTimers({ toFake: ['performance'] });
      const { home, mark, beat } = elsewhere();
      const look = () => isAlive(mark, home);
      beat(behind);
      expect(look()).toBe(true);
      expect(looking(look, 110)).not.toContain(false);
      beat(behind - 110);
      expect(looking(look, 120)).not.toContain(false);
      expect(looking(look, 10)).toEqual([false]);
    },
  );

  test('is gone only ten minutes after its heartbeat is: its disk may be full', () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const { home, mark, file } = elsewhere();
    rmSync(file);
    const look = () => isAlive(mark, home);
    expect(look()).toBe(true);
    expect(looking(look, 590)).not.toContain(false);
    expect(looking(look, 10)).toEqual([false]);
    writeFileSync(file, '');
    expect(look()).toBe(true);
  });

  test('lives for one who slept for a day between two looks', () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const { home, mark } = elsewhere();
    expect(isAlive(mark, home)).toBe(true);
    vi.advanceTimersByTime(86_400_000);
    expect(isAlive(mark, home)).toBe(true);
  });

  test('lives for a command that looks once, however long it seems silent', () => {
    const { home, mark, file, beat } = elsewhere();
    beat(601);
    expect(isAlive(mark, home)).toBe(true);
    rmSync(file);
    expect(isAlive('2@another-boot-7@login2', home)).toBe(true);
  });

  test('is shown by a heartbeat of its own from before its first run to its end', () => {
    const home = temporaryFolder();
    const own = new OwnMark(home);
    expect(existsSync(join(home, 'processes'))).toBe(false);
    const { text } = own;
    expect(text).toBe(ownProcess());
    expect(readdirSync(join(home, 'processes'))).toEqual([`${text}.alive`]);
    own.end();
    expect(readdirSync(join(home, 'processes'))).toEqual([]);
  });

  test('beats without space on the disk, and has its heartbeat again where somebody removed it', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const home = temporaryFolder();
    const own = new OwnMark(home);
    const file = join(home, 'processes', `${own.text}.alive`);
    const changed = () => statSync(file).mtimeMs;
    utimesSync(file, 1, 1);
    vi.mocked(writeFileSync).mockImplementation(fullDisk);
    vi.advanceTimersByTime(10_000);
    await vi.waitFor(() => expect(changed()).toBeGreaterThan(1000));
    vi.mocked(writeFileSync).mockReset();
    rmSync(join(home, 'processes'), { recursive: true });
    vi.advanceTimersByTime(10_000);
    await vi.waitFor(() => expect(existsSync(file)).toBe(true));
    own.end();
    expect(existsSync(file)).toBe(false);
  });

  test('does not stay behind for more than a day where it was killed', () => {
    const { home, mark, beat } = elsewhere();
    const shown = () => {
      const own = new OwnMark(home);
      expect(own.text).toBe(ownProcess());
      const names = readdirSync(join(home, 'processes'));
      own.end();
      return new Set(names);
    };
    beat(86_000);
    expect(shown()).toEqual(new Set([`${mark}.alive`, `${ownProcess()}.alive`]));
    beat(87_000);
    expect(shown()).toEqual(new Set([`${ownProcess()}.alive`]));
  });
});
