import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { encode } from 'fast-png';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import type { PosteriorMetadata, PosteriorTask } from '../../../src-shared/posterior/posterior-metadata';
import { plainItems, type RunData } from '../../../src-workers/data/run-data';
import { openLabelled, openRunData } from '../../../src-workers/kinds-of-data';
import type { LabelledItems } from '../../../src-workers/labelled/labelled-items';
import { netcdf3 } from '../../src-files/netcdf/netcdf-files';
import { temporaryFolder } from '../../temporary-folder';

const javascript = { kind: 'javascript' } as const;
const arrays = join(import.meta.dirname, '../../src-files/arrays/fixtures');

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
  vi.stubEnv('PARASAMPLE_CACHE', temporaryFolder());
});
afterEach(() => vi.unstubAllEnvs());

function write(name: string, content: string | Uint8Array): string {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

interface Trained {
  readonly data: RunData;
  readonly metadata: PosteriorMetadata;
}

/** What a run on a file would learn from, and what its posterior would say of itself. */
async function trainedOn(path: string, settings: object, noise = 'learned'): Promise<Trained> {
  const experiment = experimentSchema.parse({
    data: { path, ...settings },
    model: { kind: 'mlp' },
    inference: { noise: { kind: noise } },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });
  const data = await openRunData(experiment, path);
  const { task, normalisation, timeStep } = data;
  const metadata = { runId: 'run-1', experiment, task, normalisation, timeStep, step: 1 };
  return { data, metadata: metadata as PosteriorMetadata & { readonly task: PosteriorTask } };
}

const openAgain = ({ metadata }: Trained, path: string, isFolder = false) =>
  openLabelled({ path, isFolder }, metadata, javascript);

/** That labelled items reach the network as the run's own items of these numbers do, with the same targets. */
async function expectAlike(items: LabelledItems, { data }: Trained, own: readonly number[]): Promise<void> {
  const indices = Uint32Array.from(own);
  expect(items.items).toBe(own.length);
  const { inputs } = data.evaluationReader(own.length).read(plainItems(indices));
  expect(await items.read(0, own.length)).toEqual(inputs);
  expect([...items.targets(0, own.length)]).toEqual([...data.targetsOf(indices)]);
  // A chunk that does not begin at the first item.
  const size = inputs.length / own.length;
  expect(await items.read(1, 1)).toEqual(inputs.slice(size, 2 * size));
  expect([...items.targets(1, 1)]).toEqual([...data.targetsOf(indices.subarray(1, 2))]);
  data.close();
}

const counted = (count: number) => Array.from({ length: count }, (_, place) => place);

describe('a table to be scored on', () => {
  const rows = counted(12).map((row) => `${row * row},${['low', 'high'][row % 2]},${row % 5}`);

  test('of values gives each row as training did', async () => {
    const file = write('a.csv', ['a,kind,y', ...rows].join('\n'));
    const trained = await trainedOn(file, { dataset: 'table', target: 'y' });
    await expectAlike(await openAgain(trained, file), trained, counted(12));
  });

  test('of several values has them side by side, as training did', async () => {
    const file = write('a.csv', ['a,kind,y', ...rows].join('\n'));
    const trained = await trainedOn(file, { dataset: 'table', target: ['y', 'a'] });
    const items = await openAgain(trained, file);
    const { data } = trained;
    const own = Uint32Array.from(counted(12));
    expect([...items.targets(0, 12)]).toEqual([...data.targetsOf(own)]);
    expect([...items.targets(3, 2)]).toEqual([...data.targetsOf(own.subarray(3, 5))]);
    data.close();
    const without = write('without.csv', 'kind,y\nlow,2\n');
    await expect(openAgain(trained, without)).rejects.toThrow(`${without} has no column named a, which is`);
  });

  test('of classes finds them by their names, whichever come first, and refuses others with their place', async () => {
    const settings = { dataset: 'table', target: 'kind', task: 'classification' };
    const trained = await trainedOn(write('a.csv', ['a,kind,y', ...rows].join('\n')), settings);
    const one = write('one.csv', 'kind,y,a\nlow,1,2\n');
    expect([...(await openAgain(trained, one)).targets(0, 1)]).toEqual([1]);
    const other = write('other.csv', 'kind,y,a\nlow,1,2\nHigh,1,2\n');
    await expect(openAgain(trained, other)).rejects.toThrow(
      `${other}, row 3, column kind: High is no class of this network; its classes are high, low. Did you mean high?`,
    );
    const without = write('without.csv', 'y,a\n1,2\n');
    await expect(openAgain(trained, without)).rejects.toThrow(
      `${without} has no column named kind, which is what this network predicts; without it nothing can be scored.`,
    );
  });

  test('needs a number of every row, and the columns of training', async () => {
    const trained = await trainedOn(write('a.csv', ['a,kind,y', ...rows].join('\n')), {
      dataset: 'table',
      target: 'y',
    });
    const empty = write('empty.csv', 'a,kind,y\n1,low,2\n2,low,\n');
    await expect(openAgain(trained, empty)).rejects.toThrow(/row 3, column y: the cell is empty/);
    const narrow = write('narrow.csv', 'kind,y\nlow,2\n');
    await expect(openAgain(trained, narrow)).rejects.toThrow(/has no column named a;/);
  });
});

describe('a table of counts to be scored on', () => {
  const rows = counted(12).map((row) => `${row * row},${row % 5}`);

  test('has them as training did', async () => {
    const file = write('a.csv', ['a,n', ...rows].join('\n'));
    const trained = await trainedOn(file, { dataset: 'table', target: 'n' }, 'poisson');
    await expectAlike(await openAgain(trained, file), trained, counted(12));
  });

  test.each(['2.5', '-1'])('has no %s among them, which is no count', async (value) => {
    const trained = await trainedOn(
      write('a.csv', ['a,n', ...rows].join('\n')),
      { dataset: 'table', target: 'n' },
      'poisson',
    );
    const file = write('b.csv', `a,n\n1,16777216\n2,${value}\n`);
    const items = await openAgain(trained, file);
    expect(items.targets(0, 1)).toHaveLength(1);
    expect(() => items.targets(0, 2)).toThrow(
      `${file}, row 3: n is ${value}, and this network predicts counts (inference.noise); they are whole numbers from 0.`,
    );
  });
});

describe('pictures to be scored on', () => {
  const picture = (brightness: number) =>
    encode({ width: 2, height: 2, channels: 3, data: Uint8Array.from(counted(12), (at) => brightness + at) });

  test('lie in a folder for each class; of one with splits the test is taken', async () => {
    for (const [place, name] of [
      'train/cat/1',
      'train/dog/1',
      'train/dog/2',
      'test/cat/1',
      'test/dog/1',
    ].entries())
      write(`set/${name}.png`, picture(place * 20));
    const set = join(folder, 'set');
    const trained = await trainedOn(set, { dataset: 'images', size: [2, 2] });
    const items = await openAgain(trained, set, true);
    expect(items.notes).toEqual(['Its 3 pictures that are not of the test are left out.']);
    await expectAlike(items, trained, [...trained.data.test]);
    const dogs = await openAgain(trained, join(set, 'test'), true);
    expect([...dogs.targets(0, 2)]).toEqual([0, 1]);
  });

  test('may be of one class, or in a CSV file, and of no other classes than the network’s', async () => {
    for (const name of ['cat/1', 'dog/1', 'dog/2']) write(`set/${name}.png`, picture(30));
    const trained = await trainedOn(join(folder, 'set'), { dataset: 'images', size: [2, 2] });
    write('dogs/dog/1.png', picture(50));
    expect([...(await openAgain(trained, join(folder, 'dogs'), true)).targets(0, 1)]).toEqual([1]);
    const list = write('dogs/list.csv', 'path,label\ndog/1.png,cat\n');
    expect([...(await openAgain(trained, list)).targets(0, 1)]).toEqual([0]);
    write('owls/owl/1.png', picture(50));
    const owls = join(folder, 'owls');
    await expect(openAgain(trained, owls, true)).rejects.toThrow(
      `${owls}: owl/1.png: owl is no class of this network; its classes are cat, dog.`,
    );
    trained.data.close();
  });
});

describe('arrays to be scored on', () => {
  test.each(['plain.npz', 'packed.npz', 'plain.h5'])('of %s give each item as training did', async (name) => {
    const file = join(arrays, name);
    const trained = await trainedOn(file, { dataset: 'arrays' });
    const { train, validation, test: own } = trained.data;
    await expectAlike(
      await openAgain(trained, file),
      trained,
      counted(train.length + validation.length + own.length),
    );
  });

  test('are those of the test where the file has splits', async () => {
    const file = join(arrays, 'split.npz');
    const trained = await trainedOn(file, { dataset: 'arrays' });
    await expectAlike(await openAgain(trained, file), trained, [...trained.data.test]);
  });

  test('need inputs and targets of the names of training', async () => {
    const trained = await trainedOn(join(arrays, 'plain.npz'), { dataset: 'arrays' });
    copyFileSync(join(arrays, 'alone.npy'), join(folder, 'alone.npy'));
    const alone = join(folder, 'alone.npy');
    await expect(openAgain(trained, alone)).rejects.toThrow(/^\S+alone\.npy/);
    trained.data.close();
  });
});

describe('pictures of a data set by its name, as arrays of one’s own', () => {
  const digits = resolve('src-main/datasets/digits');

  test('are the same pictures in scikit-learn’s ink of 0 to 16, in bytes and in shares of white', async () => {
    const trained = await trainedOn(digits, { dataset: 'digits', path: undefined });
    const [ink, bytes, shares] = await Promise.all(
      ['ink', 'bytes', 'shares'].map((name) => openAgain(trained, join(arrays, `digits-${name}.npz`))),
    );
    const { mean, std } = trained.metadata.normalisation;
    // The first digit of scikit-learn begins 0, 0, 5, 13.
    const [read] = [await bytes.read(0, 10)];
    const first = [0, 0, 80, 207].map((pixel) => Math.fround((pixel / 255 - mean[0]) / std[0]));
    expect([...read.subarray(0, 4)]).toEqual(first);
    expect(await ink.read(0, 10)).toEqual(read);
    expect(await shares.read(0, 10)).toEqual(read);
    for (const items of [ink, bytes, shares]) expect([...items.targets(0, 10)]).toEqual(counted(10));
    expect(ink.notes).toEqual([
      expect.stringMatching(/x holds numbers from 0 to 16: 16 is taken for white\.$/),
    ]);
    trained.data.close();
  });

  test('are refused where they are of another shape, no pixels, or no pictures at all', async () => {
    const trained = await trainedOn(digits, { dataset: 'digits', path: undefined });
    const pixels = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'label'].join(',');
    const refusals = [
      [join(arrays, 'plain.npz'), /this network takes 8 x 8 x 1\.$/],
      [
        write('pixels.csv', `${pixels}\n1,2,3,4,5,6,7,8`),
        /no column named path; its columns are a, b, c, d, e, f and 2 more\./,
      ],
      [write('a.pdf', '%PDF-1.7'), /a\.pdf is a PDF; this network is scored on a folder/],
      [write('none.npz', ''), /none\.npz is empty; /],
    ] as const;
    for (const [file, message] of refusals) await expect(openAgain(trained, file)).rejects.toThrow(message);
    trained.data.close();
  });
});

describe('a series to be scored on', () => {
  const lines = counted(30).map(
    (hour) =>
      `2018-01-0${1 + Math.floor(hour / 24)} ${String(hour % 24).padStart(2, '0')}:00,${Math.sin(hour)}`,
  );
  const settings = {
    dataset: 'time-series',
    history: 4,
    horizon: 3,
    stride: 2,
    testFraction: 0.3,
    validationFraction: 0,
  };

  test('gives all its windows, as far apart as those of training', async () => {
    const file = write('a.csv', ['date,OT', ...lines].join('\n'));
    const trained = await trainedOn(file, settings);
    const items = await openAgain(trained, file);
    expect(items.keys[0]?.of(1)).toEqual(['2018-01-01T06:00:00.000']);
    await expectAlike(
      items,
      trained,
      counted(12).map((place) => 2 * place),
    );
  });

  test('of counts has them in the unit of training, not standardised as its inputs are', async () => {
    const counts = lines.map((line, hour) => `${line.split(',')[0]},${(hour * 7) % 11}`);
    const file = write('a.csv', ['date,OT', ...counts].join('\n'));
    const trained = await trainedOn(file, settings, 'poisson');
    await expectAlike(
      await openAgain(trained, file),
      trained,
      counted(12).map((place) => 2 * place),
    );
  });

  test('has a row for each step of a window at least', async () => {
    const trained = await trainedOn(write('a.csv', ['date,OT', ...lines].join('\n')), settings);
    const short = write('short.csv', ['date,OT', ...lines.slice(0, 6)].join('\n'));
    await expect(openAgain(trained, short)).rejects.toThrow(
      `${short} has 6 rows; to be scored, this network needs 4 to forecast from and the 3 that follow.`,
    );
  });
});

describe('fields to be scored on', () => {
  const fields = (steps: number) =>
    netcdf3([{ name: 't', shape: [steps, 2, 3], values: counted(steps * 6).map((at) => Math.cos(at)) }]);

  test('give each step that the next one follows', async () => {
    const file = write('a.nc', fields(12));
    const trained = await trainedOn(file, { dataset: 'field', variables: ['t'] });
    await expectAlike(await openAgain(trained, file), trained, counted(11));
    const single = write('single.nc', fields(1));
    await expect(openAgain(trained, single)).rejects.toThrow(
      `${single} has no time step that is followed by the next; to be scored, it needs two.`,
    );
  });
});
