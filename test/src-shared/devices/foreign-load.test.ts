import { expect, test } from 'vitest';
import { foreignCores, foreignLoadNotes } from '../../../src-shared/devices/foreign-load';

const point = (name: string, step: number, value: number) => ({ name, step, epoch: 0, value });

test('what the machine does beside the workers, after the warm-up, is foreign', () => {
  const points = [
    point('worker.0.machineCores', 1, 8),
    point('worker.0.machineCores', 20, 3),
    point('worker.0.machineCores', 30, 4),
    point('worker.0.busyCores', 20, 1),
    point('worker.1.busyCores', 20, 0.5),
  ];
  // (3 + 4) / 2 - 1 - 0.5
  expect(foreignCores(points, 2, 10)).toBe(2);
  expect(foreignCores(points, 3, 10), 'one worker said nothing').toBeUndefined();
  expect(foreignCores([], 1, 10)).toBeUndefined();
  const own = [point('worker.0.machineCores', 20, 0.9), point('worker.0.busyCores', 20, 1)];
  expect(foreignCores(own, 1, 10), 'clocks differ a little').toBe(0);
});

test('it is said where it takes more than a tenth of the cores, with the most of it', () => {
  expect(foreignLoadNotes([0.1, undefined, 0.79], 8)).toEqual([]);
  const [note] = foreignLoadNotes([0.1, undefined, 2.5, 1], 8);
  expect(note).toMatch(/up to 2\.5 of this machine’s 8 cores busy while 2 of its 4 runs trained/);
});
