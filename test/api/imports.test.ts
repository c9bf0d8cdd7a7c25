import { execFileSync } from 'node:child_process';
import { closeSync, copyFileSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { stringify } from 'yaml';
import { createCore } from '../../src-main/api/core';
import { usualTimings } from '../../src-main/runs/run-timings';
import { decodeSafetensors, encodeSafetensors } from '../../src-shared/formats/safetensors';
import { readPosteriorMetadata } from '../../src-shared/posterior/posterior-metadata';
import { usePosterior } from '../../src-workers/use-posterior';
import { goodWorker, ScriptedLauncher, type ScriptedWorker } from '../runs/scripted-launcher';
import { pictureMlp, writePosterior } from '../src-workers/posterior/small-posteriors';
import { temporaryFolder } from '../temporary-folder';

const experiment = {
  name: 'Demo',
  data: { dataset: 'digits' },
  model: { kind: 'mlp', hidden: [] },
  parallel: { mode: 'local', devices: ['cpu:0'] },
};

/** A worker that does what posteriors are used for, within this process. */
function usingWorker(worker: ScriptedWorker): void {
  worker.onReceived = (message) => {
    if (message.type !== 'use') return;
    void usePosterior(message.work, message.engine, () => {}).then((result) =>
      worker.say({ type: 'used', result }),
    );
  };
  worker.say({ type: 'hello' });
}

function newCore() {
  const home = temporaryFolder();
  const trainers = new ScriptedLauncher(goodWorker);
  const users = new ScriptedLauncher(usingWorker);
  const core = createCore({
    home,
    cache: join(home, 'cache'),
    launcher: {
      launch: (options) => (options.name === 'Parasample posterior' ? users : trainers).launch(options),
    },
    shell: 'browser',
    timings: { ...usualTimings, tickMs: 5, exitMs: 20 },
  });
  onTestFinished(() => core.close());
  const write = (name: string, content: string | Uint8Array) => {
    const file = join(home, name);
    writeFileSync(file, content);
    return file;
  };
  return { api: core.api, home, write };
}

test.each(['json', 'csv', 'parquet', 'tensorboard'] as const)(
  'a run exported as %s is recognised by its content, with its name',
  async (format) => {
    const { api } = newCore();
    const { runId } = await api.start(experiment);
    await vi.waitFor(async () => expect(await api.run(runId)).toMatchObject({ status: 'finished' }));
    const [file] = (await api.exportRun(runId, format)).files;
    const { created } = await api.run(runId);
    expect(await api.inspectImport(file)).toEqual({ kind: 'run', format, run: { name: 'Demo', created } });
  },
);

test('the folder that a run was exported into for TensorBoard brings back its metrics under their own names', async () => {
  const { api } = newCore();
  const { runId } = await api.start(experiment);
  await vi.waitFor(async () => expect(await api.run(runId)).toMatchObject({ status: 'finished' }));
  const [file] = (await api.exportRun(runId, 'tensorboard')).files;
  const again = await api.importRun(dirname(dirname(file)));
  const { metrics } = await api.run(runId);
  expect(Object.keys(metrics)).not.toEqual([]);
  expect(await api.run(again.runId)).toMatchObject({ metrics });
});

test('a table of a run without its settings says that it needs an experiment', async () => {
  const { api, write } = newCore();
  const file = write('curves.csv', 'metric,step,epoch,time,value\ntrain.loss,1,0.5,1700000000000,2.5\n');
  expect(await api.inspectImport(file)).toEqual({ kind: 'run', format: 'csv' });
  const { runId } = await api.importRun(file, experiment);
  expect(await api.run(runId)).toMatchObject({
    experiment: { name: 'Demo' },
    metrics: { 'train.loss': 2.5 },
  });
});

test('a configuration of sampling-parallelism becomes an experiment for the devices of this machine', async () => {
  const { api, write } = newCore();
  const settings = {
    data_root: './data',
    output_dir: './results',
    global_sample_num: 16,
    global_batch_size: 128,
    parallelization: 'local',
    gpus_per_node: 1,
    model_name: 'TinySimpleViT',
    activation: 'ReLU',
    prior_name: 'MeanFieldNormal',
    dataset: 'CIFAR10',
    optimizer_name: 'Adam',
    learning_rate: 0.001,
    heat: 0.1,
    num_epochs: 80,
    warmup: 80,
    run_nr: 6,
  };
  const found = await api.inspectImport(write('config.yaml', stringify(settings)));
  const { devices } = await api.devices();
  if (found.kind !== 'configuration') throw new Error(`It was taken for a ${found.kind}.`);
  expect(found.experiment).toMatchObject({ data: { dataset: 'cifar-10' }, training: { samples: 16 } });
  expect(devices.map(({ id }) => id)).toEqual(expect.arrayContaining([...found.experiment.parallel.devices]));
  expect(found.notes.length).toBeGreaterThan(0);
});

test.skipIf(process.platform === 'win32')(
  'a pipe, which may have no end, is refused before it is opened',
  async () => {
    const { api, home } = newCore();
    for (const name of ['pipe', 'pipe.safetensors', 'pipe.yaml', 'pipe.csv']) {
      const pipe = join(home, name);
      execFileSync('mkfifo', [pipe]);
      // Whoever reads it all the same gets its end once the test is over.
      const writer = openSync(pipe, 'r+');
      onTestFinished(() => closeSync(writer));
      await expect(api.inspectImport(pipe)).rejects.toThrow(`${pipe} is no plain file`);
      await expect(api.importRun(pipe)).rejects.toThrow(`${pipe} is no plain file`);
      await expect(api.importPosterior(pipe, experiment)).rejects.toThrow(`${pipe} is no plain file`);
    }
  },
);

test('a state_dict is recognised, and becomes a run that has its posterior', async () => {
  const { api, home, write } = newCore();
  const shapes = { weight: [10, 64], bias: [10] };
  const tensors = Object.entries(shapes).flatMap(([variable, shape]) =>
    ['mean', 'log_std'].map((parameter) => ({
      name: `1._${variable}_${parameter}`,
      shape,
      data: new Float32Array(shape.reduce((product, size) => product * size)),
    })),
  );
  const file = write('net.safetensors', encodeSafetensors(tensors, {}));
  expect(await api.inspectImport(file)).toEqual({ kind: 'state-dict' });
  await expect(api.importRun(file)).rejects.toThrow('name the experiment file too');
  const { runId } = await api.importPosterior(file, experiment);
  expect(await api.run(runId)).toMatchObject({ status: 'finished', experiment: { name: 'Demo' } });
  const posterior = join(home, 'runs', runId, 'posterior.safetensors');
  const { tensors: stored, metadata } = decodeSafetensors(readFileSync(posterior), posterior);
  expect(stored.map(({ name }) => name)).toContain('layers.0.weight.mean');
  // Standardised as a run on these data would be, so that it predicts for pictures as they are.
  expect(readPosteriorMetadata(metadata, posterior)).toMatchObject({
    runId,
    task: { kind: 'classification', inputShape: [8, 8, 1] },
    normalisation: { mean: [expect.closeTo(0.305, 2)], std: [expect.closeTo(0.376, 2)] },
  });
});

describe('a posterior', () => {
  /** A core with a run that was exported with its posterior. */
  async function exported() {
    const { api, home, write } = newCore();
    const { runId } = await api.start(experiment);
    await vi.waitFor(async () => expect(await api.run(runId)).toMatchObject({ status: 'finished' }));
    const small = { ...pictureMlp, name: 'mlp' };
    writePosterior(join(home, 'runs', runId), small);
    const [posterior] = (await api.exportPosterior(runId)).files;
    const [file] = (await api.exportRun(runId, 'json')).files;
    return { api, home, write, runId, posterior, file };
  }

  test('comes back with the run beside whose file it lies, as is said before, under the name that the run has now', async () => {
    const { api, home, runId, file, posterior } = await exported();
    expect(await api.inspectImport(file)).toMatchObject({ kind: 'run', posteriorBeside: posterior });
    const imported = await api.importRun(file);
    expect(imported).toEqual({ runId: expect.not.stringMatching(`^${runId}$`), hasPosterior: true });
    const [again] = (await api.exportPosterior(imported.runId, join(home, 'again'))).files;
    const metadata = readPosteriorMetadata(decodeSafetensors(readFileSync(again), again).metadata, again);
    expect(metadata.runId).toBe(imported.runId);
  });

  test('of another run stays where it is', async () => {
    const { api, home, file } = await exported();
    const [elsewhere] = (await api.exportRun((await api.importRun(file)).runId, 'json', join(home, 'b')))
      .files;
    const [posterior] = readdirSync(dirname(file)).filter((name) => name.endsWith('.safetensors'));
    copyFileSync(join(dirname(file), posterior), join(home, 'b', 'posterior.safetensors'));
    expect(await api.inspectImport(elsewhere)).not.toHaveProperty('posteriorBeside');
    expect((await api.importRun(elsewhere)).hasPosterior).toBe(false);
  });

  test('that is damaged is said to be so, and the run does not come without it', async () => {
    const { api, file, posterior } = await exported();
    writeFileSync(posterior, readFileSync(posterior).subarray(0, 500));
    await expect(api.importRun(file)).rejects.toThrow(`${posterior} is no whole safetensors file`);
  });

  test('alone becomes a run that has nothing else', async () => {
    const { api, posterior } = await exported();
    const { name } = pictureMlp.experiment;
    expect(await api.inspectImport(posterior)).toMatchObject({ kind: 'run', format: 'posterior' });
    const { runId, hasPosterior } = await api.importRun(posterior);
    expect(hasPosterior).toBe(true);
    expect(await api.run(runId)).toMatchObject({
      status: 'finished',
      metrics: {},
      ...(name ? { name } : {}),
    });
  });
});

test.each([
  ['a file of torch.save', 'net.pt', 'PK\u0003\u0004', /is a file of torch\.save, which can run code/],
  ['a table of something else', 'rows.csv', 'a,b\n1,2\n', /rows\.csv has no column .*metric/],
  ['settings of something else', 'other.yaml', 'a: 1\n', /is no configuration of sampling-parallelism/],
  ['an empty file', 'empty.json', '', /empty\.json/],
])('%s is refused in a sentence before anything is asked', async (_what, name, content, sentence) => {
  const { api, write } = newCore();
  await expect(api.inspectImport(write(name, content))).rejects.toThrow(sentence);
});

test('what is not there, and a folder, are said to be so', async () => {
  const { api, home } = newCore();
  await expect(api.inspectImport(join(home, 'no.json'))).rejects.toThrow(/^There is no file .*no\.json\.$/);
  await expect(api.inspectImport(home)).rejects.toThrow(/no plain file|is a folder/);
});
