import { describe, expect, test } from 'vitest';
import augmentation from '../../../examples/studies/augmentation.json';
import strongScaling from '../../../examples/studies/strong-scaling.json';
import weakScaling from '../../../examples/studies/weak-scaling.json';
import { planStudy, settingsKey } from '../../../src-shared/study/study-plan';

const base = {
  data: { dataset: 'digits' },
  model: { kind: 'mlp', hidden: [8] },
  training: { samples: 8, batchSize: 32 },
  parallel: { devices: ['cpu:0'], threadsPerDevice: 1 },
};

const study = (changes: Record<string, unknown>) => ({
  name: 'Test',
  kind: 'grid',
  base,
  grid: {},
  ...changes,
});

function planOf(changes: Record<string, unknown>) {
  const checked = planStudy(study(changes));
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  return checked.plan;
}

function problemsOf(changes: Record<string, unknown>) {
  const checked = planStudy(study(changes));
  return checked.ok ? [] : checked.problems.map(({ path, message }) => `${path}: ${message}`);
}

const shapes = (changes: Record<string, unknown>) =>
  planOf(changes).runs.map(({ experiment: { parallel, training } }) => [
    parallel.mode,
    parallel.devices.length,
    training.samples,
  ]);

describe('settings and variants', () => {
  test('any setting is varied by its dotted path, each with each', () => {
    const { runs } = planOf({
      grid: {
        'training.optimizer.learningRate': [0.003, 0.01],
        'inference.prior.std': [0.3, 1],
        seeds: [0, 1, 2],
      },
      base: {
        ...base,
        inference: { prior: { kind: 'gaussian' } },
        training: { optimizer: { kind: 'adam' } },
      },
    });
    expect(runs).toHaveLength(12);
    expect(new Set(runs.map(({ varied }) => JSON.stringify(varied))).size).toBe(4);
    expect(runs[1]?.experiment).toMatchObject({
      seed: 0,
      training: { optimizer: { learningRate: 0.003 } },
      inference: { prior: { std: 1 } },
    });
    expect(runs[1]?.varied).toEqual({
      'training.optimizer.learningRate': '0.003',
      'inference.prior.std': '1',
    });
    expect(runs[1]?.experiment.name).toContain('learning rate 0.003, prior standard deviation 1, 1 device');
    // Runs that were made under their former names are found by them.
    expect(runs[1]?.formerName).toContain('learningRate 0.003, std 1, local on 1 device');
  });

  test('a setting of the usual prior, optimiser or schedule is varied though the experiment names none of them', () => {
    const { runs } = planOf({
      grid: {
        'training.optimizer.learningRate': [0.003, 0.01],
        'training.schedule.finalFraction': [0.1],
        'inference.prior.std': [0.3],
      },
    });
    expect(runs.map(({ experiment: { training, inference } }) => [training, inference])).toMatchObject(
      [0.003, 0.01].map((learningRate) => [
        { optimizer: { kind: 'adam', learningRate }, schedule: { kind: 'cosine', finalFraction: 0.1 } },
        { prior: { kind: 'gaussian', std: 0.3 } },
      ]),
    );
    expect(problemsOf({ grid: { 'inference.prior.degrees': [4] } })[0]).toContain(
      'inference.prior.degrees: There is no such setting.',
    );
  });

  test('a variant is several settings under one name, such as a method with what it needs', () => {
    const variants = [
      { name: 'IVON', settings: { 'inference.method': 'ivon' } },
      { name: 'point', settings: { 'inference.method': 'point-estimate', 'training.samples': 1 } },
    ];
    const { runs } = planOf({ grid: { variants, seeds: [0, 1] } });
    expect(runs.map(({ varied }) => varied.variant)).toEqual(['IVON', 'point', 'IVON', 'point']);
    expect(runs[1]?.experiment).toMatchObject({
      inference: { method: 'point-estimate' },
      training: { samples: 1 },
    });
  });

  test('what is no axis and no dotted path is refused, and a path that is no setting by the experiment', () => {
    expect(problemsOf({ grid: { learningRate: [1] } })[0]).toMatch(
      /^grid\.learningRate: There is no such setting\. A grid varies mode, .*training\.optimizer\.learningRate\.$/,
    );
    expect(problemsOf({ grid: { 'training.epoch': [1] } })[0]).toContain(
      'training.epoch: There is no such setting.',
    );
  });
});

describe('the runs of a study', () => {
  test('have names that a run may have: what tells them apart stays whole where the study’s own is long', () => {
    const name = 'Learning rates and samples of concrete, named in sixty signs';
    const rates = [0.001, 0.00123456789];
    const grid = { 'training.optimizer.learningRate': rates, 'training.samples': [4, 8], seeds: [1, 2] };
    const both = { ...base, parallel: { ...base.parallel, mode: 'sp', devices: ['cpu:0', 'cpu:1'] } };
    const names = planOf({ name, grid, base: both }).runs.map(({ experiment }) => experiment.name);
    expect(new Set(names).size).toBe(8);
    expect(names.at(-1)).toMatch(
      /^Learning rates .+…: learning rate 0\.00123456789, samples 8, shared samples on 2 devices, seed 2$/,
    );
  });

  test('are every combination of the grid over the base, whose other settings stay', () => {
    const { runs } = planOf({
      grid: { samples: [2, 4], batchSize: [16, 64], views: [0, 1], seeds: [5] },
      base: { ...base, data: { dataset: 'cifar-10' }, model: { kind: 'cnn' } },
    });
    expect(runs).toHaveLength(8);
    expect(runs[0]?.experiment).toMatchObject({
      seed: 5,
      training: { samples: 2, batchSize: 16, views: 0 },
      parallel: { mode: 'local', devices: ['cpu:0'], threadsPerDevice: 1 },
    });
  });

  test('have every setting with the first seed before the second, so that a stopped study compares something', () => {
    const { runs } = planOf({ grid: { samples: [2, 4], seeds: [0, 1] } });
    const order = runs.map(({ experiment }) => [experiment.seed, experiment.training.samples]);
    expect(order).toEqual([
      [0, 2],
      [0, 4],
      [1, 2],
      [1, 4],
    ]);
  });

  test('on one device are the same whatever the mode, and made once', () => {
    const grid = { mode: ['sp', 'ddp'], devices: [1, 2] };
    expect(shapes({ kind: 'strong-scaling', grid })).toEqual([
      ['local', 1, 8],
      ['sp', 2, 8],
      ['ddp', 2, 8],
    ]);
  });

  test('of weak scaling have samples in proportion to the devices', () => {
    const grid = { mode: ['sp'], devices: [1, 2, 3], samplesPerDevice: [4] };
    expect(shapes({ kind: 'weak-scaling', grid })).toEqual([
      ['local', 1, 4],
      ['sp', 2, 8],
      ['sp', 3, 12],
    ]);
  });

  test('name the first devices of the base experiment’s kind, or the ones listed', () => {
    const gpus = { ...base, parallel: { mode: 'sp', devices: ['gpu:1'] } };
    const { runs } = planOf({ base: gpus, grid: { devices: [2, ['gpu:1', 'gpu:3']] } });
    expect(runs.map(({ experiment }) => experiment.parallel.devices)).toEqual([
      ['gpu:0', 'gpu:1'],
      ['gpu:1', 'gpu:3'],
    ]);
  });

  test.each([
    [4, 2],
    [6, 2],
    [9, 3],
    [12, 3],
  ])(
    'of mode hybrid split %i devices into %i data groups, the mesh nearest a square',
    (devices, dataGroups) => {
      const grid = { mode: ['hybrid'], devices: [devices], samples: [16] };
      expect(planOf({ grid }).runs[0]?.experiment.parallel.dataGroups).toBe(dataGroups);
    },
  );

  test('of mode hybrid are left out, and that is said, where the devices make no mesh', () => {
    const { runs, leftOut } = planOf({
      kind: 'strong-scaling',
      grid: { mode: ['hybrid'], devices: [1, 2, 4] },
    });
    expect(runs.map(({ experiment }) => experiment.parallel.devices.length)).toEqual([1, 4]);
    expect(leftOut).toEqual([expect.stringMatching(/^Mode hybrid is left out for 2 devices: /)]);
  });

  test('are the same run where only the name or the order of settings differs', () => {
    const [run] = planOf({}).runs;
    if (!run) throw new Error('There is no run.');
    const { name: _name, ...settings } = run.experiment;
    const reordered = Object.fromEntries(Object.entries(settings).reverse());
    expect(settingsKey({ ...(reordered as typeof settings), name: 'Another' })).toBe(run.key);
    expect(settingsKey({ ...run.experiment, seed: 9 })).not.toBe(run.key);
  });
});

test.each([
  // One device and two, three seeds: hybrid makes no mesh of two.
  ['strong-scaling.json', strongScaling, 9],
  ['weak-scaling.json', weakScaling, 6],
  // Three numbers of views, three seeds.
  ['augmentation.json', augmentation, 9],
])('the example %s can be run as it is', (_name, example, runs) => {
  const checked = planStudy(example);
  expect(checked).toMatchObject({ ok: true });
  expect(checked.ok && checked.plan.runs).toHaveLength(runs);
});

describe('a study that cannot be is refused with a sentence', () => {
  test.each([
    ['an unknown field', { sead: 1 }, /^sead: There is no such setting\./],
    ['an unknown field of the grid', { grid: { sample: [1] } }, /^grid\.sample: There is no such setting\./],
    ['an unknown setting of the base', { base: { ...base, modle: 1 } }, /modle: There is no such setting\./],
    ['an unknown kind', { kind: 'scaling' }, /^kind: Must be weak-scaling or /],
    ['an empty list', { grid: { seeds: [] } }, /^grid\.seeds: Must name at least one\./],
    ['a seed twice', { grid: { seeds: [1, 1] } }, /^grid\.seeds: Names a value twice; /],
    [
      'more runs than a study may have',
      {
        grid: {
          seeds: Array.from({ length: 100 }, (_, seed) => seed),
          samples: [1, 2, 3, 4, 5, 6],
        },
      },
      /^grid: Makes 600 runs; a study has at most 500\./,
    ],
    [
      'fewer samples than devices',
      { grid: { mode: ['sp'], devices: [2, 4], samples: [3] } },
      /^shared samples on 4 devices, 3 samples: training\.samples: Mode sp gives every device at least one sample: /,
    ],
    [
      'weak scaling without samples of a device',
      { kind: 'weak-scaling', grid: { devices: [1, 2] } },
      /^grid\.samplesPerDevice: /,
    ],
    [
      'strong scaling whose samples grow',
      { kind: 'strong-scaling', grid: { devices: [1, 2], samplesPerDevice: [2] } },
      /^grid\.samplesPerDevice: Strong scaling keeps the samples fixed/,
    ],
    [
      'samples in two ways',
      { grid: { samples: [2], samplesPerDevice: [2] } },
      /^grid\.samples: Name either samples or samplesPerDevice/,
    ],
    [
      'scaling over one number of devices',
      { kind: 'strong-scaling', grid: { devices: [2] } },
      /^grid\.devices: /,
    ],
    [
      'scaling over CPU slots with a share of the cores that changes',
      {
        kind: 'strong-scaling',
        base: { ...base, parallel: { devices: ['cpu:0'] } },
        grid: { devices: [1, 2] },
      },
      /^base\.parallel\.threadsPerDevice: /,
    ],
    ['epochs to nothing', { kind: 'epochs-to-target' }, /^target: Epochs to what\?/],
    [
      'epochs to what is measured at the end alone',
      { kind: 'epochs-to-target', target: { metric: 'test.accuracy', value: 0.9 } },
      /^target\.metric: test\.accuracy is not measured after every epoch/,
    ],
    [
      'a target that nothing asks for',
      { target: { metric: 'validation.accuracy', value: 0.9 } },
      /^target: Belongs to kind epochs-to-target/,
    ],
    [
      'nothing left of the grid',
      { grid: { mode: ['hybrid'], devices: [3] } },
      /^grid: Mode hybrid is left out for 3/,
    ],
  ])('%s', (_what, changes, message) => {
    expect(problemsOf(changes)).toContainEqual(expect.stringMatching(message));
  });

  test('that names each problem once, however many runs have it', () => {
    const grid = { mode: ['sp'], devices: [4], samples: [3], seeds: [0, 1, 2] };
    expect(problemsOf({ grid })).toHaveLength(1);
  });

  test('of the first run that has it, in the words of the form', () => {
    const rates = { 'training.optimizer.learningRate': [0.01, 0.1] };
    const grid = { ...rates, 'training.epoch': [1], mode: ['sp'], devices: [2], seeds: [0, 1] };
    expect(problemsOf({ grid })[0]).toMatch(/^learning rate 0\.01, .*shared samples on 2 devices, seed 0: /);
  });
});
