import { expect, it } from 'vitest';
import { distinctNames } from '../../../src-renderer/compare/names';
import { describeData, describeModel, progressShare, timeLeft } from '../../../src-renderer/runs/describe';
import { dataSchema } from '../../../src-shared/experiment/data';
import { digitsInput, fakeRun } from '../fake-runs';

it('calls data by the name of a set or of a file, and says of own pictures in the form of a known set that they are own', () => {
  const data = (input: object) => describeData(dataSchema.parse(input));
  expect(data({ dataset: 'fashion-mnist' })).toBe('Fashion-MNIST');
  expect(data({ dataset: 'fashion-mnist', path: '/mine' })).toBe('Fashion-MNIST, own files');
  expect(data({ dataset: 'table', path: '/mine.csv', target: 'y' })).toBe('mine.csv');
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

it('says how long a run trains still, and nothing once all steps are done', () => {
  expect([timeLeft(undefined), timeLeft(0), timeLeft(192)]).toEqual(['', '', 'about 3\u00a0min 12\u00a0s']);
});
