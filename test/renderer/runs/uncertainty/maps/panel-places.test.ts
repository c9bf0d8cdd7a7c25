import { expect, test } from 'vitest';
import { panelPlaces } from '../../../../../src-renderer/runs/uncertainty/maps/panel-places';

const panel = { width: 220, height: 282, gap: 20 };
const placesOf = (count: number, room: number) => {
  const { at, ...size } = panelPlaces(count, room, panel);
  return { ...size, places: Array.from({ length: count }, (_, index) => at(index)) };
};

test('maps stand in one row where a unit is four fifths of a pixel or more', () => {
  // 4 x 220 + 3 x 20 = 940, and four fifths of them are 752.
  expect(placesOf(4, 752)).toMatchObject({ width: 940, height: 282 });
  expect(placesOf(4, 752).places.map(({ x }) => x)).toEqual([0, 240, 480, 720]);
});

test('in less room they stand in more rows, as evenly as they go', () => {
  const two = placesOf(4, 751);
  expect(two).toMatchObject({ width: 460, height: 584 });
  expect(two.places).toEqual([
    { x: 0, y: 0 },
    { x: 240, y: 0 },
    { x: 0, y: 302 },
    { x: 240, y: 302 },
  ]);
  expect(placesOf(5, 600)).toMatchObject({ width: 700, height: 584 });
  expect(placesOf(5, 400)).toMatchObject({ width: 460, height: 886 });
  expect(placesOf(4, 100)).toMatchObject({ width: 220, height: 1188 });
});

test('in one row while nothing is known of the room', () => {
  expect(placesOf(4, 0)).toMatchObject({ width: 940, height: 282 });
});
