import { describe, expect, it } from 'vitest';
import { Brushes, placeByKey } from '../../../src-renderer/compare/brushes.svelte';
import { axisOf } from '../../../src-renderer/compare/parameter-axes';
import { digitsInput, fakeRun } from '../fake-runs';

/** Learning rates 0.001, 0.006 and 0.011 lie at 0, a half and 1; the third run has no accuracy. */
const runs = [0.001, 0.006, 0.011].map((learningRate, index) =>
  fakeRun(
    `run-${index}`,
    { ...digitsInput, training: { ...digitsInput.training, optimizer: { kind: 'adam', learningRate } } },
    'finished',
    { metrics: index < 2 ? { 'test.accuracy': 0.8 + index / 10 } : {} },
  ),
);
const rate = axisOf('training.optimizer.learningRate', runs);
const accuracy = axisOf('test.accuracy', runs);
const held = (brushes: Brushes) => [0, 1, 2].filter((run) => brushes.holds(run, [rate, accuracy]));

describe('ranges of parallel axes', () => {
  it('hold every run until one is chosen, and then those that lie in all of them', () => {
    const brushes = new Brushes();
    expect(held(brushes)).toEqual([0, 1, 2]);
    brushes.set(rate.path, 1, 0.4);
    expect(held(brushes)).toEqual([1, 2]);
    // A run without a value lies in no range of it.
    brushes.set(accuracy.path, 0.2, 1);
    expect(held(brushes)).toEqual([1]);
    brushes.clear(rate.path);
    expect(held(brushes)).toEqual([1]);
    brushes.clear();
    expect(held(brushes)).toEqual([0, 1, 2]);
  });

  it('end where values lie, which belong to them, and all of an axis is no choice', () => {
    const brushes = new Brushes();
    brushes.set(rate.path, 0.5, 0.5);
    expect(held(brushes)).toEqual([1]);
    brushes.set(rate.path, -0.1, 1.2);
    expect(brushes.isEmpty).toBe(true);
  });

  it('move by keys from one value of a run to the next, and to the ends', () => {
    expect(placeByKey('ArrowUp', 0, rate.places)).toBeCloseTo(0.5, 12);
    expect(placeByKey('ArrowUp', 0.5, rate.places)).toBe(1);
    expect(placeByKey('ArrowDown', 0.7, rate.places)).toBeCloseTo(0.5, 12);
    expect(placeByKey('ArrowDown', 0, rate.places)).toBe(0);
    expect([placeByKey('Home', 0.5, []), placeByKey('End', 0.5, []), placeByKey('a', 0.5, [])]).toEqual([
      0,
      1,
      undefined,
    ]);
  });

  it('are told in the words of their axis: a number at its place, or the nearest name', () => {
    expect(rate.textAt(0.5)).toBe('0.006');
    const names = axisOf(
      'name',
      runs.map((run, index) => ({ ...run, experiment: { ...run.experiment, name: 'abc'.charAt(index) } })),
    );
    expect([0, 0.4, 1].map(names.textAt)).toEqual(['a', 'b', 'c']);
  });
});
