import { ignoredByte } from '../../../src-shared/experiment/data/class-maps';
import type { View } from './view';

/** Where a place (x, y) of the result comes from: (a x + b y + c, d x + e y + f). */
export type Affine = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** Pillow's nearest pixel counts in 65536ths of one. */
const fixed = (value: number) => Math.floor(value * 65536 + 0.5);

/** By the nearest pixel as Pillow's `transform` takes it; what comes in is black, and has no label. */
export function movedBy(view: View, affine: Affine): View {
  const { channels, pixels, map } = view;
  const moved = new Uint8Array(pixels.length);
  const movedMap = map && new Uint8Array(map.length).fill(ignoredByte);
  const sources = sourcesOf(view, affine);
  for (let to = 0; to < sources.length; to += 1) {
    const from = sources[to];
    if (from < 0) continue;
    for (let channel = 0; channel < channels; channel += 1)
      moved[to * channels + channel] = pixels[from * channels + channel];
    if (map && movedMap) movedMap[to] = map[from];
  }
  return { ...view, pixels: moved, map: movedMap };
}

/** Of each pixel of the result the one that it comes from; -1 where that is outside. */
function sourcesOf(
  { height, width }: Pick<View, 'height' | 'width'>,
  [a, b, c, d, e, f]: Affine,
): Int32Array {
  const sources = new Int32Array(height * width).fill(-1);
  const [acrossX, downX] = [fixed(a), fixed(d)];
  const [acrossY, downY] = [fixed(b), fixed(e)];
  let startX = fixed(c + a * 0.5 + b * 0.5);
  let startY = fixed(f + d * 0.5 + e * 0.5);
  for (let y = 0; y < height; y += 1, startX += acrossY, startY += downY)
    for (let x = 0; x < width; x += 1) {
      const fromX = (startX + x * acrossX) >> 16;
      const fromY = (startY + x * downX) >> 16;
      if (fromX >= 0 && fromX < width && fromY >= 0 && fromY < height)
        sources[y * width + x] = fromY * width + fromX;
    }
  return sources;
}

export function mirrored(view: View, isAcross: boolean, isDown: boolean): View {
  const [x, y] = [isAcross ? -1 : 1, isDown ? -1 : 1];
  return movedBy(view, [x, 0, isAcross ? view.width : 0, 0, y, isDown ? view.height : 0]);
}

/** Turned about its middle against the clock, as Pillow's `rotate`. */
export function turned(view: View, degrees: number): View {
  const angle = (-degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [x, y] = [view.width / 2, view.height / 2];
  return movedBy(view, [cos, sin, x - cos * x - sin * y, -sin, cos, y + sin * x - cos * y]);
}
