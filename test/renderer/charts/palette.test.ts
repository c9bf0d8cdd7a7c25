import { describe, expect, it } from 'vitest';
import {
  assignLooks,
  colourCount,
  colourVariable,
  dashOf,
  distinctLooks,
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

describe('what is drawn together', () => {
  it('keeps the look that it has elsewhere, and takes the first free one where another has that', () => {
    expect(distinctLooks([3, 0, 3, 1])).toEqual([3, 0, 2, 1]);
  });

  it('shares no look while others are free, and each only once more after that', () => {
    const alike = Array.from({ length: lookCount }, () => 5);
    expect(new Set(distinctLooks(alike)).size).toBe(lookCount);
    const uses = distinctLooks([...alike, ...alike]).reduce(
      (counts, look) => counts.set(look, (counts.get(look) ?? 0) + 1),
      new Map<number, number>(),
    );
    expect([...uses.values()]).toEqual(Array.from({ length: lookCount }, () => 2));
  });
});

it('goes on after the look of the newest known run, however many are known', () => {
  expect(assignLooks({ a: 7, b: 8 }, ['c'])).toEqual({ a: 7, b: 8, c: 9 });
});
