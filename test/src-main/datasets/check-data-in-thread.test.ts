import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkDataInThread } from '../../../src-main/datasets/check-data-in-thread';
import { lookAtDataInThread } from '../../../src-main/datasets/look-at-data-in-thread';
import { BadInputError, FailedError } from '../../../src-shared/errors';
import { dataSchema } from '../../../src-shared/experiment/data';
import { asTold } from '../../../src-shared/experiment/data/dialect';
import { builtScript } from '../../built-script';

const digits = dataSchema.parse({ dataset: 'digits' });
const digitsFolder = resolve('src-main/datasets/digits');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'check-'));
  await builtScript('src-main/datasets/check-data-thread.ts', join(folder, 'built'));
  await builtScript('src-main/datasets/look-at-data-thread.ts', join(folder, 'built'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const built = () => join(folder, 'built', 'check-data-thread.js');

async function threadOf(code: string): Promise<string> {
  const file = join(folder, 'thread.js');
  await writeFile(file, code);
  return file;
}

describe('a check of data in a thread', () => {
  it('passes data that is right', async () => {
    await checkDataInThread(digits, digitsFolder, built());
    await expect(checkDataInThread(digits, folder, built())).rejects.toThrow(BadInputError);
  });

  it("refuses with the reader's own sentence what is wrong", async () => {
    const path = join(folder, 'a.csv');
    await writeFile(path, 'a,y\n1,2\nx,3\n');
    const table = dataSchema.parse({ dataset: 'table', path, target: 'y' });
    const checking = checkDataInThread(table, path, built());
    await expect(checking).rejects.toThrow(BadInputError);
    await expect(checking).rejects.toThrow(`${path}, row 3, column a: "x" is no number.`);
  });

  it('gives up a reader that comes to no end', async () => {
    const checking = checkDataInThread(digits, '/data/a.nc', await threadOf('for (;;);'), 0.1);
    await expect(checking).rejects.toThrow(
      new BadInputError(
        'Reading /data/a.nc came to no end within 0.1 seconds; the file is probably damaged.',
      ),
    );
  });

  it('fails when the thread ends without an answer', async () => {
    const checking = checkDataInThread(digits, '/data/a.nc', await threadOf('process.exit(1);'));
    await expect(checking).rejects.toThrow(FailedError);
  });
});

describe('a look at data in a thread', () => {
  const lookThread = () => join(folder, 'built', 'look-at-data-thread.js');

  it('says what the table holds, or the reader’s own sentence', async () => {
    const path = join(folder, 'look.csv');
    await writeFile(path, 'a,y\n1,2\n3,5\n');
    const steps: string[] = [];
    const watch = { signal: new AbortController().signal, onProgress: (step: string) => steps.push(step) };
    const look = await lookAtDataInThread({ path, target: 'y', dialect: asTold }, watch, lookThread());
    expect(look).toMatchObject({ kind: 'table', columns: [{ name: 'a' }, { name: 'y' }] });
    expect(steps).toContain('Measuring columns');
    const looking = lookAtDataInThread({ path, target: 'z', dialect: asTold }, watch, lookThread());
    await expect(looking).rejects.toThrow(BadInputError);
    await expect(looking).rejects.toThrow('has no column named z');
  });

  it('fails when the thread ends without an answer', async () => {
    const watch = { signal: new AbortController().signal, onProgress: () => undefined };
    const task = { path: '/a.csv', target: 'y', dialect: asTold };
    const looking = lookAtDataInThread(task, watch, await threadOf('process.exit(1);'));
    await expect(looking).rejects.toThrow(FailedError);
  });

  it('ends at once where nobody waits for it any more', async () => {
    const controller = new AbortController();
    const watch = { signal: controller.signal, onProgress: () => undefined };
    const task = { path: '/pictures', target: undefined, dialect: asTold };
    const looking = lookAtDataInThread(task, watch, await threadOf('setInterval(() => {}, 1000);'));
    controller.abort();
    await expect(looking).rejects.toThrow('Looking at /pictures was cancelled.');
  });
});
