import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { RemovedRuns } from '../../src-main/runs/removed-runs';
import { runFolderOf } from '../../src-main/runs/run-folder';
import type { RunSupervisor } from '../../src-main/runs/run-supervisor';
import { openStore } from '../../src-main/store/store';
import { experimentSchema } from '../../src-shared/experiment/experiment';
import { undoWindowMs } from '../../src-shared/runs/annotations';
import { temporaryFolder } from '../temporary-folder';

const experiment = experimentSchema.parse({
  data: { dataset: 'digits' },
  model: { kind: 'mlp' },
  parallel: { mode: 'local', devices: ['cpu:0'] },
});

/** A home with these runs, each with a folder with something in it, of which some were removed so long ago. */
function setUp(removed: Readonly<Record<string, number | undefined>>) {
  const home = temporaryFolder();
  const store = openStore(home);
  onTestFinished(() => store.close());
  for (const [id, ago] of Object.entries(removed)) {
    store.writer.create({ id, experiment, engine: '', codeVersion: '1', owner: '1@', created: 1 });
    mkdirSync(runFolderOf(home, id), { recursive: true });
    writeFileSync(join(runFolderOf(home, id), 'posterior.safetensors'), '');
    if (ago !== undefined) store.annotations.remove([id], Date.now() - ago);
  }
  const supervisor: Pick<RunSupervisor, 'runFolder' | 'summary'> = {
    runFolder: (id) => runFolderOf(home, id),
    summary: (id) => store.reader.run(id),
  };
  const start = () => {
    const runs = new RemovedRuns(store, supervisor, home);
    runs.start();
    onTestFinished(() => runs.stop());
  };
  return { home, store, start, folders: () => readdirSync(join(home, 'runs')).sort() };
}

test('a run and its folder are cleared away once its removal can no longer be undone, and others stay', async () => {
  const { store, start, folders } = setUp({ kept: undefined, recent: 1000, old: undoWindowMs + 1000 });
  start();
  await vi.waitFor(() => expect(folders()).toEqual(['kept', 'recent']));
  expect(store.annotations.removed().map(({ id }) => id)).toEqual(['recent']);
});

test('a folder whose process was killed while it cleared it away is cleared away by the next', async () => {
  const { home, store, start, folders } = setUp({ kept: undefined, old: undoWindowMs + 1000 });
  // In the moment after the store has forgotten the run.
  const { annotations } = store;
  const { purgeOne } = annotations;
  const dying = vi.spyOn(annotations, 'purgeOne').mockImplementationOnce((now, before) => {
    purgeOne.call(annotations, now, before);
    throw new Error('killed');
  });
  start();
  expect(dying).toHaveBeenCalledOnce();
  expect(store.annotations.removed()).toEqual([]);
  expect(existsSync(runFolderOf(home, 'old'))).toBe(false);
  start();
  await vi.waitFor(() => expect(folders()).toEqual(['kept']));
});

test('a folder that cannot be set aside keeps its run for another time', () => {
  const { home, store, start, folders } = setUp({ old: undoWindowMs + 1000 });
  // A folder that is not empty in its way.
  mkdirSync(join(runFolderOf(home, 'old.purged'), 'x'), { recursive: true });
  start();
  expect(store.annotations.removed().map(({ id }) => id)).toEqual(['old']);
  expect(folders()).toContain('old');
});

test('a network that was kept for a run is freed with it, unless another run or a study needs it, or one is about to', async () => {
  const { home, store, start } = setUp({ kept: undefined, recent: 1000 });
  const content = (letter: string) => letter.repeat(64);
  const pathOf = (letter: string) => join(home, 'networks', content(letter), 'net.onnx');
  const networks = () => readdirSync(join(home, 'networks')).map((name) => name[0]);
  const long = new Date(Date.now() - undoWindowMs - 1000);
  for (const letter of ['a', 'b', 'c', 'd', 'e']) {
    mkdirSync(join(home, 'networks', content(letter)), { recursive: true });
    writeFileSync(pathOf(letter), '');
    // `e` has only just been kept.
    if (letter !== 'e') utimesSync(join(home, 'networks', content(letter)), long, long);
  }
  const beginning = { ...experiment, start: { file: pathOf('b') } };
  const own = {
    ...experiment,
    model: { kind: 'onnx', path: pathOf('a'), start: 'file', batchNorm: 'auto', dropout: 0 },
  } as const;
  store.writer.create({ id: 'own', experiment: own, engine: '', codeVersion: '1', owner: '1@', created: 1 });
  const other = { experiment: beginning, engine: '', codeVersion: '1', owner: '1@', created: 1 };
  store.writer.create({ ...other, id: 'begun' });
  store.annotations.remove(['begun'], Date.now() - 1000);
  mkdirSync(join(home, 'studies'));
  writeFileSync(join(home, 'studies', 's.json'), JSON.stringify({ path: pathOf('c') }));
  start();
  await vi.waitFor(() => expect(networks().sort()).toEqual(['a', 'b', 'c', 'e']));
});
