import { nearest } from '../../../src-files/pictures/fit-mask';
import { resampled, takenBy } from '../../../src-files/pictures/resampling';
import type { Rectangle, View } from './view';

/** A part of a picture, brought to the picture's size: bilinear as Pillow's `resize`, labels by the nearest pixel. */
export function partToSize(view: View, part: Rectangle): View {
  const { height, width, channels, map } = view;
  const pixels = resampled(
    { pixels: cut(view.pixels, width, channels, part), width: part.width, channels, planes: channels },
    takenBy(part.height, height),
    takenBy(part.width, width),
  );
  return { ...view, pixels, map: map && mapToSize(cut(map, width, 1, part), part, view) };
}

function cut(values: Uint8Array, width: number, channels: number, part: Rectangle): Uint8Array {
  const size = part.width * channels;
  const result = new Uint8Array(part.height * size);
  for (let row = 0; row < part.height; row += 1) {
    const from = ((part.top + row) * width + part.left) * channels;
    result.set(values.subarray(from, from + size), row * size);
  }
  return result;
}

function mapToSize(map: Uint8Array, part: Rectangle, { height, width }: View): Uint8Array {
  const rows = nearest({ from: 0, span: part.height }, height, part.height);
  const columns = nearest({ from: 0, span: part.width }, width, part.width);
  const result = new Uint8Array(height * width);
  rows.forEach((row, y) => {
    columns.forEach((column, x) => {
      result[y * width + x] = map[row * part.width + column];
    });
  });
  return result;
}
