import { expect, it } from 'vitest';
import {
  assignLooks,
  colourCount,
  colourVariable,
  dashOf,
  lookCount,
} from '../../../src-renderer/charts/palette';

it('gives runs one look after the other, oldest first', () => {
  expect(assignLooks({}, ['a', 'b', 'c'])).toEqual({ a: 0, b: 1, c: 2 });
});

it('lets every run keep its look, also while it is away: one deleted may come back', () => {
  expect(assignLooks({ a: 0, b: 1, c: 2 }, ['d'])).toEqual({ a: 0, b: 1, c: 2, d: 3 });
});

it('starts over after the last look', () => {
  const known = Object.fromEntries(Array.from({ length: lookCount }, (_, look) => [`run-${look}`, look]));
  expect(assignLooks(known, ['next']).next).toBe(0);
});

it('tells looks of the same colour apart by their dash', () => {
  expect(colourVariable(0)).toBe(colourVariable(colourCount));
  expect(dashOf(0)).not.toEqual(dashOf(colourCount));
});
