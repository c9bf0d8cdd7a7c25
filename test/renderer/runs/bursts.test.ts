import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Bursts } from '../../../src-renderer/runs/bursts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watched() {
  const taken: (readonly number[])[] = [];
  return { taken, bursts: new Bursts<number>((things) => taken.push(things)) };
}

it('hands the first on at once, those of a burst together after them, all in order, and then again at once', () => {
  const { taken, bursts } = watched();
  for (let thing = 0; thing < 1000; thing++) bursts.add(thing);
  const alone = taken.length;
  expect(taken).toEqual(Array.from({ length: alone }, (_, thing) => [thing]));
  expect(alone).toBeLessThan(100);
  vi.runAllTimers();
  expect(taken.length).toBe(alone + 1);
  expect(taken.flat()).toEqual(Array.from({ length: 1000 }, (_, thing) => thing));
  vi.advanceTimersByTime(10_000);
  bursts.add(1000);
  expect(taken.at(-1)).toEqual([1000]);
});

it('things that come one by one never wait', () => {
  const { taken, bursts } = watched();
  for (let thing = 0; thing < 200; thing++) {
    bursts.add(thing);
    expect(taken.length).toBe(thing + 1);
    vi.advanceTimersByTime(60);
  }
});

it('what waits is handed on when it is asked for, and not again', () => {
  const { taken, bursts } = watched();
  for (let thing = 0; thing < 100; thing++) bursts.add(thing);
  bursts.flush();
  expect(taken.flat().length).toBe(100);
  vi.runAllTimers();
  expect(taken.flat().length).toBe(100);
});
