import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { encode } from 'fast-png';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { experimentSchema } from '../../../../src-shared/experiment/experiment';
import type { PosteriorMetadata, PosteriorTask } from '../../../../src-shared/posterior/posterior-metadata';
import { plainItems } from '../../../../src-workers/data/run-data';
import { openInputs, openLabelled, openRunData } from '../../../../src-workers/kinds-of-data';
import type { PredictionInputs } from '../../../../src-workers/predict/prediction-inputs';
import { temporaryFolder } from '../../../temporary-folder';

const engine = { kind: 'javascript' } as const;

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

const picture = (brightness: number) =>
  encode({
    width: 2,
    height: 2,
    channels: 3,
    data: Uint8Array.from({ length: 12 }, (_, at) => brightness + at),
  });

const whole = ['cat/1.png', 'cat/2.png', 'dog/deep/1.png', 'dog/deep/3.png'];

/** Pictures of two classes, one of which is cut off, and a text. */
function writeClasses(): string {
  whole.forEach((name, place) => {
    write(`set/${name}`, picture(place * 20));
  });
  write('set/dog/deep/2.png', picture(200).subarray(0, 60));
  write('set/dog/notes.txt', 'no picture');
  return join(folder, 'set');
}

async function trainedOn(path: string, settings: object = {}) {
  const experiment = experimentSchema.parse({
    data: { dataset: 'images', path, size: [2, 2], testFraction: 0, validationFraction: 0, ...settings },
    model: { kind: 'mlp' },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });
  const data = await openRunData(experiment, path);
  const { task, normalisation } = data;
  const metadata = { runId: 'run-1', experiment, task, normalisation, step: 1 } as PosteriorMetadata & {
    readonly task: PosteriorTask;
  };
  return { data, metadata };
}

const namesOf = ({ items, keys: [key] }: PredictionInputs) =>
  Array.from({ length: items }, (_, item) => key.of(item)[0]);

const cutOff = /^1 picture is left out \(data\.broken: skip\): .*2\.png is no whole PNG file/;

test('the folder that a run was trained on is predicted for, without what the run leaves out', async () => {
  const set = writeClasses();
  const { data, metadata } = await trainedOn(set, { broken: 'skip' });
  const inputs = await openInputs({ path: set, isFolder: true }, metadata, engine);
  expect(namesOf(inputs)).toEqual(whole);
  expect(inputs.notes).toEqual([
    '1 other file is no PNG, JPEG, WebP or TIFF and left out.',
    expect.stringMatching(cutOff),
  ]);
  // As the run reads them, which numbers its items in the same order.
  const own = data.evaluationReader(4).read(plainItems(Uint32Array.of(0, 1, 2, 3)));
  expect(await inputs.read(0, 4)).toEqual(own.inputs);
  data.close();
});

test('pictures to be scored on leave out what cannot be read, with its label, where the run does', async () => {
  const set = writeClasses();
  const { data, metadata } = await trainedOn(set, { broken: 'skip' });
  const list = write(
    'set/list.csv',
    'path,label\ndog/deep/1.png,dog\ndog/deep/2.png,dog\ncat/1.png,cat\ndog/deep/3.png,dog\n',
  );
  const folders = await openLabelled({ path: set, isFolder: true }, metadata, engine);
  expect([...folders.targets(0, 4)]).toEqual([0, 0, 1, 1]);
  expect(folders.notes.at(-1)).toMatch(cutOff);
  const rows = await openLabelled({ path: list, isFolder: false }, metadata, engine);
  expect([rows.items, [...rows.targets(0, 3)], namesOf(rows)]).toEqual([
    3,
    [1, 0, 1],
    ['dog/deep/1.png', 'cat/1.png', 'dog/deep/3.png'],
  ]);
  expect(rows.notes.at(-1)).toMatch(cutOff);
  data.close();
});

test('a run that refuses what cannot be read refuses it here by name; of none that can be read nothing is left', async () => {
  for (const name of whole) write(`sound/${name}`, picture(10));
  const refusing = await trainedOn(join(folder, 'sound'));
  const set = { path: writeClasses(), isFolder: true };
  const inputs = await openInputs(set, refusing.metadata, engine);
  await expect(inputs.read(0, inputs.items)).rejects.toThrow('2.png is no whole PNG file');
  refusing.data.close();
  const skipping = await trainedOn(join(folder, 'sound'), { broken: 'skip' });
  write('cut/1.png', picture(3).subarray(0, 50));
  await expect(
    openInputs({ path: join(folder, 'cut'), isFolder: true }, skipping.metadata, engine),
  ).rejects.toThrow('has no picture that can be read, of 1');
  skipping.data.close();
});

test('pictures that lie directly in a folder are its pictures, whatever lies in folders beside them', async () => {
  const set = writeClasses();
  const { data, metadata } = await trainedOn(set, { broken: 'skip' });
  write('own/a.png', picture(1));
  write('own/below/b.png', picture(2));
  symlinkSync('a.png', join(folder, 'own/c.png'));
  const inputs = await openInputs({ path: join(folder, 'own'), isFolder: true }, metadata, engine);
  expect(namesOf(inputs)).toEqual(['a.png', 'c.png']);
  data.close();
});

test('folders without pictures are told of, in a sentence', async () => {
  const { data, metadata } = await trainedOn(writeClasses(), { broken: 'skip' });
  write('texts/a/notes.txt', 'no picture');
  await expect(openInputs({ path: join(folder, 'texts'), isFolder: true }, metadata, engine)).rejects.toThrow(
    `${join(folder, 'texts')} holds no PNG, JPEG, WebP or TIFF file, nor do the folders in it; other kinds of pictures are not read.`,
  );
  data.close();
});
