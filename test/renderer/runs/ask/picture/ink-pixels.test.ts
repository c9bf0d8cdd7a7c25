import { expect, test } from 'vitest';
import { inkPixels } from '../../../../../src-renderer/runs/ask/picture/ink-pixels';

const square = { height: 4, width: 4 };

test('a line as thick as two pixels through the middle covers two rows and no other', () => {
  const strokes = [
    [
      { x: -0.5, y: 0 },
      { x: 0.5, y: 0 },
    ],
  ];
  const full = [255, 255, 255, 255];
  const none = [0, 0, 0, 0];
  expect([...inkPixels({ strokes, pen: 0.5 }, square)]).toEqual([...none, ...full, ...full, ...none]);
});

test('a pixel is as bright as the share of its 16 dots with ink', () => {
  // A dot of ink, a pixel wide, in the middle of four pixels: of each the three dots next to the middle.
  const pixels = inkPixels({ strokes: [[{ x: 0, y: 0 }]], pen: 0.25 }, square);
  const shade = Math.round((255 * 3) / 16);
  expect([...pixels]).toEqual([0, 0, 0, 0, 0, shade, shade, 0, 0, shade, shade, 0, 0, 0, 0, 0]);
});

test('a drawing keeps its shape in a picture that is wider than high', () => {
  const strokes = [
    [
      { x: 0, y: -0.5 },
      { x: 0, y: 0.5 },
    ],
  ];
  const pixels = inkPixels({ strokes, pen: 1 }, { height: 2, width: 4 });
  expect([...pixels]).toEqual([0, 255, 255, 0, 0, 255, 255, 0]);
});
