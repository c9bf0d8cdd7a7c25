import { describe, expect, test } from 'vitest';
import {
  changedPicture,
  changeWords,
  type Picture,
  unchanged,
} from '../../../../../src-renderer/runs/ask/picture/changed-picture';

const grey = (side: number, ...pixels: number[]): Picture => ({
  height: side,
  width: side,
  channels: 1,
  pixels: Uint8Array.from(pixels),
});
const dot = grey(3, 0, 0, 0, 0, 160, 0, 0, 0, 0);
const corner = grey(3, 0, 90, 30, 0, 0, 0, 0, 0, 0);
const pixelsOf = ({ pixels }: Picture) => [...pixels];

describe('a changed picture', () => {
  test('is the picture itself without changes', () => {
    expect(changedPicture(corner, unchanged, 0)).toEqual(corner);
  });

  test('is blurred by 1, 2, 1 along both sides', () => {
    const blurred = changedPicture(dot, { ...unchanged, blurs: 1 }, 0);
    expect(pixelsOf(blurred)).toEqual([10, 20, 10, 20, 40, 20, 10, 20, 10]);
  });

  test('is turned clockwise about its middle: six turns are a right angle, twenty-four are none', () => {
    expect(pixelsOf(changedPicture(corner, { ...unchanged, turns: 6 }, 0))).toEqual([
      0, 0, 0, 0, 0, 90, 0, 0, 30,
    ]);
    expect(changedPicture(corner, { ...unchanged, turns: 24 }, 0)).toEqual(corner);
  });

  test('is shifted, with the ground coming in', () => {
    expect(pixelsOf(changedPicture(corner, { ...unchanged, right: 1, down: 1 }, 7))).toEqual([
      7, 7, 7, 7, 0, 90, 7, 0, 0,
    ]);
  });

  test('has the same noise every time, about 32 more or less, and other noise at each step', () => {
    const plain = grey(40, ...Array.from({ length: 1600 }, () => 128));
    const noised = changedPicture(plain, { ...unchanged, noises: 1 }, 0);
    expect(changedPicture(plain, { ...unchanged, noises: 1 }, 0)).toEqual(noised);
    const std = (picture: Picture) =>
      Math.sqrt(pixelsOf(picture).reduce((sum, pixel) => sum + (pixel - 128) ** 2, 0) / 1600);
    // Of 1,600 numbers the standard deviation itself has one of 32 / sqrt(3200) = 0.6.
    expect(std(noised)).toBeGreaterThan(29);
    expect(std(noised)).toBeLessThan(35);
    const twice = std(changedPicture(plain, { ...unchanged, noises: 2 }, 0));
    expect(twice).toBeGreaterThan(41);
    expect(twice).toBeLessThan(49);
  });

  test('has bright and dark swapped once, and not twice', () => {
    expect(pixelsOf(changedPicture(grey(1, 55), { ...unchanged, inversions: 1 }, 0))).toEqual([200]);
    expect(pixelsOf(changedPicture(grey(1, 55), { ...unchanged, inversions: 2 }, 0))).toEqual([55]);
  });

  test('keeps its colours apart', () => {
    const red: Picture = {
      height: 1,
      width: 3,
      channels: 3,
      pixels: Uint8Array.from([0, 0, 0, 160, 0, 0, 0, 0, 0]),
    };
    expect(pixelsOf(changedPicture(red, { ...unchanged, blurs: 1 }, 0))).toEqual([
      40, 0, 0, 80, 0, 0, 40, 0, 0,
    ]);
  });

  test('is told in words', () => {
    expect(changeWords(unchanged)).toBe('');
    expect(changeWords({ ...unchanged, turns: 2, down: 1, blurs: 2, noises: 3, inversions: 1 })).toBe(
      'bright and dark swapped, turned by 30°, shifted down by 1, blurred twice, noise added 3 times',
    );
  });
});
