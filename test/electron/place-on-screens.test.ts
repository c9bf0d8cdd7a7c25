import { expect, test } from 'vitest';
import { placeOnScreens } from '../../src-main/electron/place-on-screens';

const laptop = { x: 0, y: 0, width: 1920, height: 1040 };
const beside = { x: 1920, y: 0, width: 3840, height: 2120 };

test('a first window stands in the middle of the main screen', () => {
  expect(placeOnScreens(undefined, [laptop, beside])).toEqual({ x: 320, y: 90, width: 1280, height: 860 });
});

test('a small screen is filled and not exceeded', () => {
  const small = { x: 0, y: 0, width: 1024, height: 700 };
  expect(placeOnScreens(undefined, [small])).toEqual(small);
});

test('a window comes back where it was, on the second screen too', () => {
  const left = { x: 2500, y: 300, width: 1600, height: 1200 };
  expect(placeOnScreens(left, [laptop, beside])).toEqual(left);
});

test('a window of a screen that is gone comes back in the middle of the one that is there', () => {
  const left = { x: 2500, y: 300, width: 1600, height: 1200 };
  expect(placeOnScreens(left, [laptop])).toEqual({ x: 160, y: 0, width: 1600, height: 1040 });
});

test('a window that stuck out of its screen is moved into it', () => {
  expect(placeOnScreens({ x: -100, y: 500, width: 900, height: 640 }, [laptop])).toEqual({
    x: 0,
    y: 400,
    width: 900,
    height: 640,
  });
});
