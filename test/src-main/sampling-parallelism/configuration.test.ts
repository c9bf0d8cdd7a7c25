import { describe, expect, test } from 'vitest';
import { readConfiguration } from '../../../src-main/sampling-parallelism/read-configuration';
import { writeConfiguration } from '../../../src-main/sampling-parallelism/write-configuration';
import { experimentSchema } from '../../../src-shared/experiment/experiment';

/** The settings of the paper's CIFAR-10 run, as its reference implementation names them. */
const paper = {
  data_root: './data',
  output_dir: './results',
  global_sample_num: 16,
  global_batch_size: 128,
  parallelization: 'SP',
  gpus_per_node: 4,
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
const devices = ['gpu:0', 'gpu:1', 'gpu:2', 'gpu:3'];
const read = (change: object = {}) => readConfiguration({ ...paper, ...change }, devices, 'config.yaml');

describe('a configuration of sampling-parallelism becomes an experiment', () => {
  test("the paper's CIFAR-10 run", () => {
    const { experiment } = read();
    expect(experiment).toMatchObject({
      seed: 84,
      data: { dataset: 'cifar-10' },
      model: { kind: 'vit', patchSize: 4, width: 192, depth: 6, heads: 3, mlpWidth: 768 },
      inference: {
        method: 'variational',
        prior: { kind: 'gaussian', std: 1 },
        posteriorStd: 0.01,
        heat: 0.1,
        klWarmup: 0,
        objective: 'pooled',
        reduction: 'averaged',
      },
      training: {
        samples: 16,
        batchSize: 128,
        epochs: 80,
        warmupEpochs: 80,
        optimizer: { kind: 'adam', learningRate: 0.001, weightDecay: 0.0001 },
        schedule: { kind: 'constant' },
        views: 4,
      },
      parallel: { mode: 'sp', devices },
    });
  });

  test('what has no counterpart is told in a sentence', () => {
    const { notes } = read();
    expect(notes[0]).toBe(
      'Left out, since nothing here corresponds to it: data_root, output_dir, activation, run_nr.',
    );
    expect(notes.join(' ')).toContain('The learning rate warms up linearly over 80 epochs');
    expect(notes.join(' ')).toContain('The devices are those of this machine');
  });

  test('hybrid puts samples on the devices of a node and items on nodes', () => {
    const { parallel } = read({ parallelization: 'HYBRID', gpus_per_node: 2 }).experiment;
    expect(parallel).toMatchObject({ mode: 'hybrid', dataGroups: 2 });
  });

  test('schedules, with the third of the epochs that it takes for a step', () => {
    const schedule = (change: object) => read(change).experiment.training.schedule;
    expect(schedule({ scheduler_name: 'StepLR' })).toEqual({ kind: 'step', everyEpochs: 26, factor: 0.1 });
    expect(schedule({ scheduler_name: 'MultiStepLR', gamma: 0.5 })).toEqual({
      kind: 'multi-step',
      atEpochs: [80, 120],
      factor: 0.5,
    });
  });

  test.each([
    [
      { dataset: 'ENTSOE' },
      'config.yaml: dataset: ENTSOE has no counterpart here; CIFAR10, FashionMNIST have one.',
    ],
    [{ model_name: 'SimpleViT' }, 'config.yaml: model_name: SimpleViT has no counterpart here'],
    [{ prior_name: 'Cauchy' }, 'config.yaml: prior_name: Cauchy has no counterpart here'],
    [{ optimizer_name: 'LBFGS' }, 'config.yaml: optimizer_name: LBFGS'],
    [{ scheduler_name: 'OneCycleLR' }, 'config.yaml: scheduler_name: OneCycleLR'],
    [{ sampels: 3 }, 'sampels: There is no such setting.'],
    [{ global_sample_num: undefined }, 'global_sample_num: Is missing; must be a number.'],
    [{ parallelization: 'FSDP' }, 'parallelization: Must be local or SP or DDP or HYBRID.'],
    [{ global_sample_num: 3 }, 'config.yaml: '],
  ])('%o is refused by name', (change, sentence) => {
    expect(() => read(change)).toThrow(sentence);
  });
});

describe('an experiment becomes a configuration', () => {
  test('and back, with nothing lost that both know', () => {
    for (const change of [
      {},
      { parallelization: 'HYBRID', gpus_per_node: 2 },
      { model_name: 'BaseSimpleViT', dataset: 'FashionMNIST', optimizer_name: 'AdamW', rand_seed: 3 },
      { scheduler_name: 'StepLR', step_size: 7, gamma: 0.3, warmup: 5, prior_init: true },
      { rescale_prior: true, scheduler_name: 'CosineAnnealingLR', warmup: null },
    ]) {
      const { experiment } = read(change);
      const { settings } = writeConfiguration(experiment);
      expect(readConfiguration(settings, devices, 'x.yaml').experiment).toEqual(experiment);
    }
  });

  test('what the reference does otherwise is told in a sentence', () => {
    const { experiment } = read();
    const { notes } = writeConfiguration({
      ...experiment,
      inference: { ...experiment.inference, objective: 'elbo', posteriorStd: 0.2 },
    });
    expect(notes).toContain(
      'It trains on the pooled objective averaged over processes, not elbo (averaged).',
    );
    expect(notes).toContain('Its posterior starts with standard deviation 0.01, not 0.2.');
  });

  test.each([
    [0.9, ['Its SGD has momentum 0, not 0.9.']],
    [0, []],
  ])('its SGD has no momentum: %f here is told of unless it is 0', (momentum, told) => {
    const experiment = experimentSchema.parse({
      ...read().experiment,
      training: { optimizer: { kind: 'sgd', momentum } },
    });
    const { notes } = writeConfiguration(experiment);
    expect(notes.filter((note) => note.includes('SGD'))).toEqual(told);
  });

  test.each([
    [{ model: { kind: 'mlp' } }, 'model.kind: sampling-parallelism has vision transformers'],
    [{ data: { dataset: 'digits' } }, 'data.dataset: sampling-parallelism has no digits'],
    [{ inference: { method: 'mc-dropout' } }, 'inference.method: sampling-parallelism has no mc-dropout'],
  ])('%o is refused by name', (change, sentence) => {
    const experiment = experimentSchema.parse({ ...read().experiment, ...change });
    expect(() => writeConfiguration(experiment)).toThrow(sentence);
  });
});
