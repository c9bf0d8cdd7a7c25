import { expect, it } from 'vitest';
import { checkExperiment } from '../../../src-shared/experiment/problems';

const right = {
  data: { dataset: 'digits' },
  model: { kind: 'mlp' },
  parallel: { mode: 'sp', devices: ['cpu:0', 'cpu:1'] },
};

it('fills in the defaults of an experiment that is right', () => {
  const checked = checkExperiment(right);
  expect(checked.ok && checked.experiment.training.samples).toBe(8);
});

it.each([
  [{ training: { samples: 0 } }, 'training.samples', 'Must be at least 1.'],
  [{ training: { epochs: 1.5 } }, 'training.epochs', 'Must be a whole number.'],
  [{ training: { batchSize: '64' } }, 'training.batchSize', 'Must be a number.'],
  [
    { inference: { pointEstimateLayers: 'layers.0' } },
    'inference.pointEstimateLayers',
    'Must be a list, such as [layers.0].',
  ],
  [{ model: { kind: 'mlp', hidden: 64 } }, 'model.hidden', 'Must be a list, such as [64].'],
  [{ training: { samples: 1 } }, 'training.samples', '2 devices need at least 2 samples, not 1.'],
  [
    { training: { optimizer: { kind: 'adam', learningRate: 0 } } },
    'training.optimizer.learningRate',
    'Must be more than 0.',
  ],
  [
    { data: { dataset: 'concrete' }, training: { views: 1 } },
    'training.views',
    'Only pictures have random views; set 0 with concrete.',
  ],
  [
    {
      data: {
        dataset: 'table',
        path: 'a.csv',
        target: 'y',
        task: 'classification',
        classes: ['a', 'b', 'c'],
      },
    },
    'data.classes',
    'Names the order of classes; set data.task to ordinal, or leave it out.',
  ],
  [
    { data: { dataset: 'table', path: 'a.csv', target: 'y', task: 'ordinal', leaveOutClasses: ['a'] } },
    'data.leaveOutClasses',
    'Classes in order are predicted by the thresholds between all of them;',
  ],
  [
    {
      data: { dataset: 'table', path: 'a.csv', target: 'y', task: 'ordinal' },
      inference: { method: 'laplace' },
    },
    'inference.method',
    'Laplace’s approximation knows classes without an order;',
  ],
  [
    { data: { dataset: 'table', path: 'a.csv', target: 'y', groups: 'y' } },
    'data.groups',
    'y is what is predicted; rows split by it would be tested on values that nothing was trained on.',
  ],
  [
    { data: { dataset: 'arrays', path: 'a.npz', targets: ['y', 'x'], task: 'regression' } },
    'data.targets',
    'x is what is predicted from (data.inputs); name what is predicted.',
  ],
  [
    { data: { dataset: 'table', path: 'a.csv', target: 'y', leaveOut: ['z', 'y'] } },
    'data.leaveOut',
    'y is what is predicted; take it out of one of the two.',
  ],
  [
    { data: { dataset: 'field', path: 'a.nc', variables: ['t', 'u'], targets: ['t', 't'] } },
    'data.targets',
    't is there twice; each is predicted once.',
  ],
  [
    {
      data: { dataset: 'field', path: 'a.nc', variables: ['z'], targets: ['z', 'z 500'], levels: [500, 850] },
    },
    'data.targets',
    'z 500 is one of the levels of a variable that is predicted at all of them; name one of the two.',
  ],
  [
    {
      data: { dataset: 'field', path: 'a.nc', variables: ['t'], areaWeights: true },
      inference: { method: 'laplace' },
    },
    'data.areaWeights',
    'Laplace’s curvature does not weigh cells; leave it out, or use another method.',
  ],
  [
    { data: { dataset: 'field', path: 'a.nc', variables: ['t'], staticPath: 'b.nc' } },
    'data.static',
    'data.staticPath is the file of static fields, and none is named; name them, or leave it out.',
  ],
  [
    { data: { dataset: 'field', path: 'a.nc', variables: ['t'], static: ['t'] } },
    'data.static',
    't is named among the variables already, which change from step to step; take it out of one of the two.',
  ],
  [
    { data: { dataset: 'table', path: 'a.csv', target: ['y', 'z', 'y'] } },
    'data.target',
    'y is there twice; each is predicted once.',
  ],
  [
    { data: { dataset: 'table', path: 'a.csv', target: ['y', 'z'], task: 'classification' } },
    'data.task',
    'Several targets (y, z) are predicted as numbers, and not as classes, where they have no heads (data.heads); set regression, or name one.',
  ],
  [
    { data: { dataset: 'arrays', path: 'a.npz', targets: ['y', 'z'.repeat(49)], task: 'regression' } },
    'data.targets',
    'has more than 48 characters, too many for the names of scores',
  ],
  [
    {
      data: {
        dataset: 'table',
        path: 'a.csv',
        target: ['y', 'z'],
        heads: [{ target: 'y' }, { target: 'z', noise: { kind: 'log-variance' } }],
      },
      inference: { method: 'laplace' },
    },
    'data.heads.1.noise',
    'z: the loss’s curvature is that of one noise for all values, or of counts; use learned, fixed or poisson instead of log-variance.',
  ],
  [
    {
      data: {
        dataset: 'table',
        path: 'a.csv',
        target: ['y', 'z'],
        heads: [{ target: 'y', task: 'classification' }, { target: 'z' }],
      },
      inference: { method: 'laplace', predictive: 'probit' },
    },
    'inference.predictive',
    'The probit approximation is of classes, and the head z predicts values; use linearised.',
  ],
  [
    { data: { dataset: 'table', path: 'a.csv', target: 'y', groups: 'site', splitColumn: 'part' } },
    'data.groups',
    'The column of the split (data.splitColumn) says already where each row goes; name one of the two.',
  ],
  [
    { data: { dataset: 'mnist' } },
    'data.dataset',
    'Must be digits or fashion-mnist or cifar-10 or concrete or',
  ],
  [{ model: { kind: 'lstm' } }, 'model.kind', 'Must be mlp or cnn or vit or transformer or swin or onnx.'],
  [{ model: undefined }, 'model', 'Is missing; must be an object with settings.'],
  [{ model: 'mlp' }, 'model', 'Must be an object with settings, such as {kind: mlp}.'],
  [{ model: 'lstm' }, 'model', 'Must be an object with settings.'],
  [{ data: 'digits' }, 'data', 'Must be an object with settings, such as {dataset: digits}.'],
  [{ parallel: 'sp' }, 'parallel', 'Must be an object with settings, such as {mode: sp}.'],
  [
    {
      data: {
        dataset: 'table',
        path: 'a.csv',
        target: ['y', 'z'],
        heads: [{ target: 'y', noise: 'poisson' }],
      },
    },
    'data.heads.0.noise',
    'Must be an object with settings, such as {kind: poisson}.',
  ],
  [{ name: '' }, 'name', 'Must not be empty.'],
  [{ parallel: { mode: 'sp', devices: [] } }, 'parallel.devices', 'Must name at least one.'],
  [{ parallel: { mode: 'sp', devices: ['cpu:0', 'cpu:0'] } }, 'parallel.devices', 'cpu:0 is named twice'],
  [{ training: { precision: 'tf32' } }, 'training.precision', 'tf32 is a format of GPUs; cpu:0 computes in'],
  [
    {
      model: { kind: 'onnx', path: 'net.onnx', batchNorm: 'sync' },
      parallel: { mode: 'ddp', devices: ['cpu:0', 'gpu:0'] },
    },
    'model.batchNorm',
    'sync is for CPU slots, and gpu:0 is none; use batch, or mode sp, in which every device sees whole batches.',
  ],
  [
    { parallel: { mode: 'local', devices: ['cpu:0', 'cpu:1'] } },
    'parallel.devices',
    'Mode local runs on one device',
  ],
  [{ epochs: 3 }, 'epochs', 'There is no such setting.'],
])('says of %j, at %s: %s', (change, path, message) => {
  const checked = checkExperiment({ ...right, ...change });
  expect(checked.ok ? [] : checked.problems).toEqual([{ path, message: expect.stringContaining(message) }]);
});

it.each([
  ['in its own group', { training: { epoch: 3 } }, 'training.epoch', 'Did you mean training.epochs?'],
  ['at the top', { inferense: {} }, 'inferense', 'Did you mean inference?'],
  ['in another group', { epochs: 3 }, 'epochs', 'Did you mean training.epochs?'],
  [
    'of the form that is chosen',
    { model: { kind: 'vit', patchsize: 4 } },
    'model.patchsize',
    'Did you mean model.patchSize?',
  ],
  ['as a value', { model: { kind: 'mlp', activation: 'rleu' } }, 'model.activation', 'Did you mean relu?'],
  ['as a form', { model: { kind: 'cn' } }, 'model.kind', 'Did you mean cnn?'],
])('a misspelled setting is asked about: %s', (_where, change, path, question) => {
  const checked = checkExperiment({ ...right, ...change });
  expect(checked.ok ? [] : checked.problems).toContainEqual({
    path,
    message: expect.stringMatching(new RegExp(`\\. ${question.replace('?', '\\?')}$`)),
  });
});

it('nothing is guessed for a setting that is like none', () => {
  const checked = checkExperiment({ ...right, tokenizer: 1 });
  expect(checked.ok ? [] : checked.problems).toEqual([
    { path: 'tokenizer', message: 'There is no such setting.' },
  ]);
});

it.each([
  [
    [{ target: 'y' }],
    'data.heads',
    'z is predicted and has no head; add one, or leave it out of data.target.',
  ],
  [
    [{ target: 'y' }, { target: 'z' }, { target: 'x' }],
    'data.heads',
    'There is a head for x, which is not predicted; name it in data.target, or leave its head out.',
  ],
  [
    [{ target: 'y' }, { target: 'z' }, { target: 'y' }],
    'data.heads',
    'y has two heads; each target has one.',
  ],
  [
    [{ target: 'y' }, { target: 'z', noise: { kind: 'samples' } }],
    'data.heads.1.noise',
    'is no density that z could share with other heads; use learned or predicted.',
  ],
  [
    [{ target: 'y' }, { target: 'z', noise: { kind: 'quantiles', levels: [0.9, 0.5] } }],
    'data.heads.1.noise',
    'z: Levels rise from one to the next; 0.9, 0.5 do not.',
  ],
  [[{ target: 'y' }, { target: 'z', weight: 0 }], 'data.heads.1.weight', 'Must be more than 0.'],
])('heads %j are refused at %s', (heads, path, message) => {
  const data = { dataset: 'table', path: 'a.csv', target: ['y', 'z'], heads };
  const checked = checkExperiment({ ...right, data });
  expect(checked.ok ? [] : checked.problems).toContainEqual({
    path,
    message: expect.stringContaining(message),
  });
});
