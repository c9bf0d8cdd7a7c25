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

it('lets every run keep its look when others come and go', () => {
  expect(assignLooks({ a: 0, b: 1, c: 2 }, ['a', 'c', 'd'])).toEqual({ a: 0, c: 2, d: 3 });
});

it('starts over after the last look', () => {
  expect(assignLooks({ a: lookCount - 1 }, ['a', 'b'])).toEqual({ a: lookCount - 1, b: 0 });
});

it('tells looks of the same colour apart by their dash', () => {
  expect(colourVariable(0)).toBe(colourVariable(colourCount));
  expect(dashOf(0)).not.toEqual(dashOf(colourCount));
});
