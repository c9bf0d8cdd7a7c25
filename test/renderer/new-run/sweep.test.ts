import { describe, expect, it } from 'vitest';
import { separatorOf, sweepOf } from '../../../src-renderer/new-run/sweep';
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
