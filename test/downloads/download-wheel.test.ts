import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { downloadWheel, type Wheel } from '../../src-main/downloads/download-wheel';
import { BadInputError, FailedError } from '../../src-shared/errors';
import { fakePython, noPython, pythonWithoutPip } from '../runtime/fake-python';
import { temporaryFolder } from '../temporary-folder';

// SHA-256 of "abc", the standard's own example.
const sha256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
const wheel: Wheel = { name: 'tensorflow-cpu', version: '2.21.0', sha256, sizeMB: 274 };

function download(folder: string, signal?: AbortSignal): Promise<string> {
  const options = { cacheFolder: folder, onProgress: () => {}, ...(signal ? { signal } : {}) };
  return downloadWheel(wheel, ['manylinux_2_27_x86_64'], folder, options);
}

describe('a wheel', () => {
  test('with the pinned hash is kept, and not fetched a second time', async () => {
    const folder = temporaryFolder();
    const calls = fakePython('abc');
    const file = await download(folder);
    expect(readFileSync(file, 'utf8')).toBe('abc');
    const callsBefore = readFileSync(calls, 'utf8');
    expect(await download(folder)).toBe(file);
    expect(readFileSync(calls, 'utf8')).toBe(callsBefore);
  });

  test('is asked for by exact version, for this platform, whatever Python is at hand', async () => {
    const calls = fakePython('abc');
    await download(temporaryFolder());
    expect(readFileSync(calls, 'utf8')).toMatch(
      /--no-deps --only-binary=:all: .*--python-version 3\.12 .*--platform manylinux_2_27_x86_64 .*tensorflow-cpu==2\.21\.0/,
    );
  });

  test('with another hash is refused and leaves nothing behind', async () => {
    const folder = temporaryFolder();
    fakePython('abd');
    await expect(download(folder)).rejects.toThrow(
      /tensorflow-cpu 2\.21\.0 is not the file that was expected/,
    );
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('where a tool is missing', () => {
  test('no python3: the sentence names it and the remedy', async () => {
    noPython();
    const refusal = download(temporaryFolder());
    await expect(refusal).rejects.toThrow(BadInputError);
    await expect(refusal).rejects.toThrow(
      /needs python3, which is not there: please install Python 3 with pip/,
    );
  });

  test('no pip: the sentence names it and the remedy', async () => {
    pythonWithoutPip();
    const refusal = download(temporaryFolder());
    await expect(refusal).rejects.toThrow(BadInputError);
    await expect(refusal).rejects.toThrow(/needs pip, .*apt install python3 python3-pip/);
  });
});

test('a download that is stopped says so and leaves nothing behind', async () => {
  const folder = temporaryFolder();
  const calls = fakePython('abc');
  const controller = new AbortController();
  controller.abort();
  await expect(download(folder, controller.signal)).rejects.toThrow(FailedError);
  expect(readdirSync(folder)).toEqual([]);
  expect(existsSync(calls)).toBe(false);
});
