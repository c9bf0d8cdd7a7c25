import { expect, it } from 'vitest';
import { bestOf } from '../../../src-renderer/compare/best';
import { whyUnranked } from '../../../src-renderer/compare/like-for-like';
import { distinctNames } from '../../../src-renderer/compare/names';
import { describeData, describeModel, progressShare } from '../../../src-renderer/runs/describe';
import { dataSchema } from '../../../src-shared/experiment/data';
import { digitsInput, fakeRun } from '../fake-runs';

const good = fakeRun('good', digitsInput, 'finished', {
  metrics: { 'test.accuracy': 0.9, 'test.nll': 0.3 },
  created: 1,
});
const better = fakeRun('better', digitsInput, 'finished', {
  metrics: { 'test.accuracy': 0.95, 'test.nll': 0.2 },
  created: 2,
});
const unscored = fakeRun('unscored', digitsInput, 'failed', { created: 3 });
const broken = fakeRun('broken', digitsInput, 'finished', {
  metrics: { 'test.nll': Number.NaN },
  created: 4,
});

it('names the best run as its metric counts, and none where no value leads', () => {
  expect(bestOf('test.accuracy', [good, better, unscored])).toBe('better');
  expect(bestOf('test.nll', [good, broken, better])).toBe('better');
  expect(bestOf('test.nll', [good, good])).toBeUndefined();
  expect(bestOf('train.kl', [good, better])).toBeUndefined();
});

it('ranks no runs that were scored on other data, or whose training minimised something else', () => {
  const pooled = { ...digitsInput, inference: { objective: 'pooled' } } as const;
  const metrics = { 'test.accuracy': 0.99, 'train.loss': 0.1 };
  const other = fakeRun('other', pooled, 'finished', { metrics });
  const plain = fakeRun('plain', digitsInput, 'finished', {
    metrics: { 'test.accuracy': 0.9, 'train.loss': 3 },
  });
  expect(bestOf('train.loss', [plain, other])).toBeUndefined();
  expect(whyUnranked('train.loss', [plain, other])).toBe('not ranked: different objectives');
  expect(bestOf('test.accuracy', [plain, other])).toBe('other');
  const elsewhere = fakeRun('elsewhere', { ...digitsInput, data: { dataset: 'fashion-mnist' } }, 'finished', {
    metrics,
  });
  expect(bestOf('test.accuracy', [plain, elsewhere])).toBeUndefined();
});

it('says of own pictures under the name of a known set that they are own', () => {
  const data = (input: object) => describeData(dataSchema.parse(input));
  expect(data({ dataset: 'fashion-mnist' })).toBe('fashion-mnist');
  expect(data({ dataset: 'fashion-mnist', path: '/mine' })).toBe('own fashion-mnist');
  expect(data({ dataset: 'table', path: '/mine.csv', target: 'y' })).toBe('table');
});

it('describes networks in a few words', () => {
  expect(describeModel({ kind: 'mlp', hidden: [64, 128], activation: 'relu', dropout: 0 })).toBe(
    'MLP 64-128',
  );
  expect(describeModel({ kind: 'mlp', hidden: [], activation: 'relu', dropout: 0 })).toBe(
    'MLP without hidden layers',
  );
  expect(
    describeModel({ kind: 'cnn', channels: [16, 32], hidden: [64], activation: 'relu', dropout: 0 }),
  ).toBe('CNN 16-32, 64');
});

it('measures progress as the share of steps done, never above one', () => {
  const progress = { phase: 'training', totalSteps: 200, epoch: 1 } as const;
  expect(progressShare({ ...progress, step: 50 })).toBe(0.25);
  expect(progressShare({ ...progress, step: 201 })).toBe(1);
  expect(progressShare(undefined)).toBe(0);
});

it('tells runs of one name apart by the end of their ids, and leaves other names as they are', () => {
  const runs = ['demo-3e3d', 'demo-77aa'].map((id) => fakeRun(id, digitsInput, 'finished'));
  const other = fakeRun('other-1', { ...digitsInput, name: 'Another' }, 'finished');
  expect([...distinctNames([...runs, other]).values()]).toEqual([
    'Digits demo (3e3d)',
    'Digits demo (77aa)',
    'Another',
  ]);
});

it('ranks no training losses of different networks, but their test scores', () => {
  const wider = { ...digitsInput, model: { kind: 'mlp' as const, hidden: [512] } };
  const runs = [
    fakeRun('small', digitsInput, 'finished', { metrics: { 'train.loss': 1, 'test.nll': 0.3 } }),
    fakeRun('wide', wider, 'finished', { metrics: { 'train.loss': 2, 'test.nll': 0.2 } }),
  ];
  expect(bestOf('train.loss', runs)).toBeUndefined();
  expect(whyUnranked('train.loss', runs)).toBe('not ranked: different networks');
  expect(bestOf('test.nll', runs)).toBe('wide');
});
