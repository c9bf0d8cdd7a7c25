import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Wheel } from '../../src-main/downloads/download-wheel';
import { ChildProcessLauncher } from '../../src-main/processes/child-process-launcher';
import { isFullDisk } from '../../src-main/runtime/full-disk';
import { installVariant } from '../../src-main/runtime/install-variant';
import type { WheelSet } from '../../src-main/runtime/wheels';
import { FailedError } from '../../src-shared/errors';
import { temporaryFolder } from '../temporary-folder';
import { fakePython, pythonOnFullDisk } from './fake-python';

// SHA-256 of "abc", the standard's own example.
const sha256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
const wheel = (name: string, sizeMB: number): Wheel => ({ name, version: '1.0', sha256, sizeMB });

const setOf = (sizeMB: number): WheelSet => ({
  platforms: ['linux'],
  tensorflow: wheel('tensorflow', sizeMB),
  nvidia: [wheel('nvidia-small', 1), wheel('nvidia-large', 2)],
  zig: wheel('ziglang', 1),
});

function install(cacheFolder: string, set: WheelSet) {
  const launcher = new ChildProcessLauncher('/none/worker.js');
  return installVariant('cuda', set, { cacheFolder, onProgress: () => {}, launcher }).catch(
    (error: unknown) => error,
  );
}

const fetchedIn = (calls: string) =>
  [...readFileSync(calls, 'utf8').matchAll(/ (\S+)==1\.0$/gm)].map(([, name]) => name);

describe('a disk that is full', () => {
  test('in the middle of the files ends with a sentence, and the next try goes on behind those that are whole', async () => {
    const cacheFolder = temporaryFolder();
    const { calls, makeRoom } = pythonOnFullDisk('abc', 'nvidia-large');
    const refusal = await install(cacheFolder, setOf(1));
    expect(refusal).toBeInstanceOf(FailedError);
    const [, free, needed] =
      /^The disk of .*tensorflow has no room for TensorFlow: (\d+) MB are free, and at least (\d+) MB are needed\. Free some space, or name another folder by PARASAMPLE_CACHE, and install again: it goes on behind the 2 of 3 files that are fetched\.$/.exec(
        (refusal as Error).message,
      ) ?? [];
    expect(Number(free)).toBeGreaterThan(0);
    // 2 MB to fetch, and what 4 MB unpack to.
    expect(Number(needed)).toBe(6);
    const root = join(cacheFolder, 'tensorflow');
    expect(readdirSync(root)).toEqual(['downloads']);
    expect(readdirSync(join(root, 'downloads'))).toHaveLength(2);
    expect(fetchedIn(calls)).toEqual(['tensorflow', 'nvidia-small', 'nvidia-large']);
    makeRoom();
    await install(cacheFolder, setOf(1));
    expect(fetchedIn(calls)).toEqual(['tensorflow', 'nvidia-small', 'nvidia-large', 'nvidia-large']);
  });

  test('is seen before anything is fetched where what is needed surely does not fit', async () => {
    const calls = fakePython('abc');
    expect(await install(temporaryFolder(), setOf(1e9))).toMatchObject({
      message: expect.stringMatching(/at least 2000000006 MB are needed\. .*, and install again\.$/),
    });
    expect(() => readFileSync(calls)).toThrow(/ENOENT/);
  });

  test.each([
    ['[Errno 28] No space left on device', true],
    ['ENOSPC: no space left on device, write', true],
    ['[Errno 122] Disk quota exceeded', true],
    ['The connection was reset.', false],
  ])('%s: %s', (text, isFull) => {
    expect(isFullDisk(new Error(text))).toBe(isFull);
  });
});
