import { expect, it } from 'vitest';
import { axisOf, mainScoreOf } from '../../../src-renderer/compare/parameter-axes';
import type { RunSummary } from '../../../src-shared/runs/runs';
import { digitsInput, fakeRun } from '../fake-runs';

function runsWith(...metrics: readonly Readonly<Record<string, number>>[]): readonly RunSummary[] {
  return metrics.map((own, index) => fakeRun(`run-${index}`, digitsInput, 'finished', { metrics: own }));
}

function seeded(...seeds: readonly number[]): readonly RunSummary[] {
  return seeds.map((seed) => fakeRun(`run-${seed}`, { ...digitsInput, seed }, 'finished'));
}

const texts = (path: string, runs: readonly RunSummary[]) => axisOf(path, runs).ticks.map(({ text }) => text);

it('marks no half of a seed, and the middle where it is a whole number', () => {
  expect(texts('seed', seeded(0, 1))).toEqual(['0', '1']);
  expect(texts('seed', seeded(1, 3))).toEqual(['1', '2', '3']);
});

it('writes marks in as many digits as tell them apart, with their unit', () => {
  const close = runsWith({ 'test.accuracy': 0.98301 }, { 'test.accuracy': 0.98305 });
  expect(texts('test.accuracy', close)).toEqual(['98.3010\u00a0%', '98.3030\u00a0%', '98.3050\u00a0%']);
  const losses = runsWith({ 'test.nll': 12.34561 }, { 'test.nll': 12.34569 });
  expect(texts('test.nll', losses)).toEqual([
    '12.345610\u00a0nats',
    '12.345650\u00a0nats',
    '12.345690\u00a0nats',
  ]);
  expect(texts('seed', seeded(1_234_567_890, 1_234_567_999))).toEqual(['1234567890', '1234567999']);
  const tiny = runsWith({ 'test.nll': 1.001e-7 }, { 'test.nll': 1.002e-7 });
  expect(texts('test.nll', tiny)).toEqual([
    '1.00100e-7\u00a0nats',
    '1.00150e-7\u00a0nats',
    '1.00200e-7\u00a0nats',
  ]);
  expect(texts('test.accuracy', runsWith({ 'test.accuracy': 0.5 }, { 'test.accuracy': 1 }))).toEqual([
    '50.0\u00a0%',
    '75.0\u00a0%',
    '100.0\u00a0%',
  ]);
});

it('writes the ends of an axis as precisely as they can be told apart there, and small ones as none of them is 0', () => {
  const rates = (...values: readonly number[]) =>
    values.map((learningRate, index) => {
      const training = { ...digitsInput.training, optimizer: { kind: 'adam', learningRate } } as const;
      return fakeRun(`run-${index}`, { ...digitsInput, training }, 'finished');
    });
  // A hundredth of the axis is 0.0000281, 0.009 and 0.0000271: so many places have a text.
  const path = 'training.optimizer.learningRate';
  expect(texts(path, rates(0.00031234, 0.0031234))).toEqual(['0.00031', '0.00172', '0.00312']);
  expect(texts(path, rates(0.00031234, 0.9))).toEqual(['0.00031', '0.45', '0.9']);
  expect(texts(path, rates(0.0003, 0.003))).toEqual(['0.0003', '0.00165', '0.003']);
  expect(axisOf(path, rates(0.00031234, 0.0031234)).textAt(0)).toBe('0.00031');
});

it('marks a picture with room for a scale at round values', () => {
  const marks = (path: string, runs: readonly RunSummary[]) =>
    axisOf(path, runs).marks.map(({ text }) => text);
  const scores = runsWith(
    { 'test.accuracy': 0.933, 'test.rmse': 280.4 },
    { 'test.accuracy': 0.975, 'test.rmse': 297.2 },
  );
  expect(marks('test.accuracy', scores)).toEqual(['94\u00a0%', '96\u00a0%']);
  expect(axisOf('test.accuracy', scores).marks[0]?.place).toBeCloseTo(7 / 42);
  expect(marks('test.rmse', scores)).toEqual(['285', '290', '295']);
  expect(marks('seed', seeded(1, 3))).toEqual(['1', '2', '3']);
  expect(marks('seed', seeded(5, 5))).toEqual(['5']);
});

it('has a place for runs in which a setting is not set, where others name it', () => {
  const data = { dataset: 'table', path: 'a.csv', target: 'y', task: 'classification' } as const;
  const [plain, weighted] = [data, { ...data, classWeights: 'balanced' } as const].map((one) => ({
    ...digitsInput,
    data: one,
  }));
  const runs = [fakeRun('plain', plain, 'finished'), fakeRun('weighted', weighted, 'finished')];
  const axis = axisOf('data.classWeights', runs);
  expect([axis.places, axis.texts]).toEqual([
    [1, 0],
    ['not set', 'balanced'],
  ]);
});

it('begins with the score that says how the runs went, and not with the first by its name', () => {
  const scores = ['test.accuracy', 'test.brier', 'test.nll', 'test.rmse'];
  const classes = { 'test.brier': 0.1, 'test.nll': 0.2, 'test.accuracy': 0.9 };
  const numbers = { 'test.crps': 1, 'test.nll': 2, 'test.rmse': 3 };
  expect(mainScoreOf(runsWith(classes, classes), scores)).toBe('test.accuracy');
  expect(mainScoreOf(runsWith(numbers, numbers), scores)).toBe('test.rmse');
  expect(mainScoreOf(runsWith(numbers, classes), scores)).toBe('test.nll');
  expect(mainScoreOf(runsWith({ mine: 1 }), ['mine'])).toBe('mine');
});
