import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { stringify } from 'yaml';
import { createCore } from '../../src-main/api/core';
import { usualTimings } from '../../src-main/runs/run-timings';
import { decodeSafetensors, encodeSafetensors } from '../../src-shared/safetensors';
import { goodWorker, ScriptedLauncher } from '../runs/scripted-launcher';
import { temporaryFolder } from '../temporary-folder';

const experiment = {
  name: 'Demo',
  data: { dataset: 'digits' },
  model: { kind: 'mlp', hidden: [] },
  parallel: { mode: 'local', devices: ['cpu:0'] },
};

function newCore() {
  const home = temporaryFolder();
  const core = createCore({
    home,
    cache: join(home, 'cache'),
    launcher: new ScriptedLauncher(goodWorker),
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

test('a state_dict is recognised, and written as a posterior among the exports', async () => {
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
  const { files } = await api.importPosterior(file, experiment);
  expect(files).toEqual([join(home, 'exports', 'imported', 'net.parasample.safetensors')]);
  expect(decodeSafetensors(readFileSync(files[0]), files[0]).tensors).toHaveLength(4);
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
