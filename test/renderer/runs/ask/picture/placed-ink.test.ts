import { describe, expect, test } from 'vitest';
import { inkStyleOf } from '../../../../../src-renderer/runs/ask/picture/ink-style';
import { type Point, placedInk, type Stroke } from '../../../../../src-renderer/runs/ask/picture/placed-ink';

const mnist = inkStyleOf('fashion-mnist');
const digits = inkStyleOf('digits');
const line = (...points: (readonly [number, number])[]): Stroke => points.map(([x, y]) => ({ x, y }));

function expectPoints(stroke: Stroke, ...expected: (readonly [number, number])[]): void {
  expect(stroke).toHaveLength(expected.length);
  stroke.forEach((point: Point, place) => {
    expect(point.x).toBeCloseTo(expected[place][0], 9);
    expect(point.y).toBeCloseTo(expected[place][1], 9);
  });
}

describe('ink as in MNIST', () => {
  // A pen of 2.4 pixels in a box of 20 of 28 leaves 17.6 for its way.
  const way = 17.6 / 28;

  test('fills 20 of 28 pixels with its longer side, the pen included', () => {
    const { strokes, pen } = placedInk([line([0.2, 0.2], [0.2, 0.7])], mnist);
    expect(pen).toBeCloseTo(2.4 / 28, 9);
    expectPoints(strokes[0], [0, -way / 2], [0, way / 2]);
  });

  test('has its centre of mass in the middle', () => {
    // Two lines of equal length, with middles at (0, 0.5) and (0.5, 1): the mass is at (0.25, 0.75).
    const { strokes } = placedInk([line([0, 0], [0, 1], [1, 1])], mnist);
    expectPoints(strokes[0], [-0.25 * way, -0.75 * way], [-0.25 * way, 0.25 * way], [0.75 * way, 0.25 * way]);
  });

  test('is a dot in the middle where it was drawn as a dot anywhere', () => {
    expectPoints(placedInk([line([0.9, 0.1])], mnist).strokes[0], [0, 0]);
  });
});

describe('ink as in the digits', () => {
  const cross = [line([0.1, 0.1], [0.3, 0.5]), line([0.3, 0.1], [0.1, 0.5])];

  test('is stretched to the full height and 58 % of the width, the pen included', () => {
    const { strokes, pen } = placedInk(cross, digits);
    const [x, y] = [(0.58 - pen) / 2, (1 - pen) / 2];
    expectPoints(strokes[0], [-x, -y], [x, y]);
    expectPoints(strokes[1], [x, -y], [-x, y]);
  });

  test('is the same wherever and however large it was drawn', () => {
    const elsewhere = cross.map((stroke) => stroke.map(({ x, y }) => ({ x: 0.4 + x / 3, y: 0.5 + y / 3 })));
    const [one, other] = [placedInk(cross, digits), placedInk(elsewhere, digits)];
    expect(other.pen).toBeCloseTo(one.pen, 9);
    one.strokes.forEach((stroke, place) => {
      expectPoints(other.strokes[place], ...stroke.map(({ x, y }) => [x, y] as const));
    });
  });

  test('has thicker lines where there is less of them', () => {
    const one = placedInk([line([0.5, 0.1], [0.5, 0.9])], digits);
    // 0.305 of the picture over a line of 0.85 and a pen of 0.15: thick, but no thicker than 0.32.
    expect(one.pen).toBeCloseTo(0.305, 2);
    expect(placedInk(cross, digits).pen).toBeLessThan(one.pen);
  });
});
