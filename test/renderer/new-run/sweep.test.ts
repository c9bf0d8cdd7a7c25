import { describe, expect, it } from 'vitest';
import { separatorOf, sideBySide, spreadOver, sweepOf } from '../../../src-renderer/new-run/sweep';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import { digitsInput } from '../fake-runs';

const digits = { ...experimentSchema.parse(digitsInput) };

describe('many runs at once', () => {
  it('are every combination, each named by what is its own', () => {
    const rows = [
      { path: 'seed', text: '0, 1' },
      { path: 'model.hidden', text: '16; 64, 32' },
    ];
    const { experiments, problems } = sweepOf(digits, rows);
    expect(problems).toEqual([]);
    expect(experiments.map(({ name }) => name)).toEqual([
      'Digits demo, seed 0, hidden layers 16',
      'Digits demo, seed 0, hidden layers 64, 32',
      'Digits demo, seed 1, hidden layers 16',
      'Digits demo, seed 1, hidden layers 64, 32',
    ]);
    expect(experimentSchema.parse(experiments[3])).toMatchObject({ seed: 1, model: { hidden: [64, 32] } });
  });

  it.each([
    ['seed', 'one', 'Write a whole number.'],
    ['seed', ' , ', 'Name at least one value.'],
    ['training.epochs', '3, 0', 'Must be at least 1.'],
  ])('none is made where %s has “%s”: %s', (path, text, message) => {
    expect(sweepOf(digits, [{ path, text }])).toEqual({ experiments: [], problems: [{ path, message }] });
  });

  it('parts lists by semicolons, all else by commas', () => {
    expect(separatorOf('model.hidden')).toBe(';');
    expect(separatorOf('training.samples')).toBe(',');
  });
});

describe('the runs of a sweep', () => {
  const runs = (devices: readonly string[]) =>
    [0, 1, 2].map((seed) => ({ seed, parallel: { mode: 'sp', devices } }));
  const devicesOf = (named: readonly string[], present: readonly string[]) =>
    spreadOver(runs(named), present).map((run) => Reflect.get(Object(run.parallel), 'devices'));
  const slots = ['cpu:0', 'cpu:1', 'cpu:2', 'cpu:3'];

  it('take all slots of the machine in turn: on two of four the others stood idle while runs waited', () => {
    expect(devicesOf(['cpu:0', 'cpu:1'], slots)).toEqual([
      ['cpu:0', 'cpu:1'],
      ['cpu:2', 'cpu:3'],
      ['cpu:0', 'cpu:1'],
    ]);
    expect(sideBySide(['cpu:0', 'cpu:1'], slots)).toBe(2);
  });

  it('stay on devices of the kind that was chosen, and where they are if there is no room beside them', () => {
    expect(devicesOf(['gpu:1'], [...slots, 'gpu:0', 'gpu:1'])).toEqual([['gpu:0'], ['gpu:1'], ['gpu:0']]);
    for (const named of [['cpu:1', 'cpu:2', 'cpu:3'], ['cpu:1', 'gpu:0'], []])
      expect(devicesOf(named, [...slots, 'gpu:0', 'gpu:1'])).toEqual([named, named, named]);
    expect(sideBySide([], slots)).toBe(1);
  });
});
