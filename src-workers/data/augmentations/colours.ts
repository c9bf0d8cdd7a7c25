import { type View, withPixels } from './view';

/** Changes of colours as Pillow computes them, of bytes and in single precision. */

/** Grey by ITU-R BT.601 in 65536ths, as Pillow's mode L. */
function luma({ pixels, channels }: View): Uint8Array {
  if (channels === 1) return pixels;
  const result = new Uint8Array(pixels.length / channels);
  for (let at = 0, from = 0; at < result.length; at += 1, from += channels)
    result[at] = (pixels[from] * 19595 + pixels[from + 1] * 38470 + pixels[from + 2] * 7471 + 0x8000) >> 16;
  return result;
}

/** From what a picture would be with a factor of 0 to the picture and beyond. @param of the other picture's value at a place */
function blended(view: View, factor: number, of: (place: number) => number): View {
  const alpha = Math.fround(factor);
  const result = new Uint8ClampedArray(view.pixels.length);
  for (let at = 0; at < result.length; at += 1) {
    const other = of(at);
    // The array rounds, where Pillow cuts off.
    result[at] = Math.trunc(Math.fround(other + Math.fround(alpha * (view.pixels[at] - other))));
  }
  return withPixels(view, new Uint8Array(result.buffer));
}

export function withBrightness(view: View, factor: number): View {
  return blended(view, factor, () => 0);
}

export function withContrast(view: View, factor: number): View {
  const grey = luma(view);
  const mean = Math.floor(grey.reduce((sum, value) => sum + value, 0) / grey.length + 0.5);
  return blended(view, factor, () => mean);
}

export function withSaturation(view: View, factor: number): View {
  const grey = luma(view);
  return blended(view, factor, (place) => grey[Math.floor(place / view.channels)]);
}

export function withSharpness(view: View, factor: number): View {
  const smooth = smoothed(view);
  return blended(view, factor, (place) => smooth[place]);
}

/** Pillow's SMOOTH: the pixel five times, its eight neighbours once; the border stays. */
function smoothed({ height, width, channels, pixels }: View): Uint8Array {
  const result = pixels.slice();
  const row = width * channels;
  for (let y = 1; y < height - 1; y += 1)
    for (let at = y * row + channels; at < (y + 1) * row - channels; at += 1) {
      let sum = 4 * pixels[at];
      for (let line = at - row; line <= at + row; line += row)
        sum += pixels[line - channels] + pixels[line] + pixels[line + channels];
      result[at] = Math.floor(sum / 13 + 0.5);
    }
  return result;
}

/** @param turns of the colour wheel, -0.5 to 0.5 */
export function withHue(view: View, turns: number): View {
  if (view.channels === 1) return view;
  const shift = Math.trunc(turns * 255);
  const pixels = new Uint8Array(view.pixels.length);
  for (let at = 0; at < pixels.length; at += 3) {
    const [hue, saturation, value] = hsv(view.pixels[at], view.pixels[at + 1], view.pixels[at + 2]);
    pixels.set(rgb((hue + shift) & 255, saturation, value), at);
  }
  return withPixels(view, pixels);
}

type Triple = readonly [number, number, number];

/** As Pillow's mode HSV. */
function hsv(red: number, green: number, blue: number): Triple {
  const [most, least] = [Math.max(red, green, blue), Math.min(red, green, blue)];
  if (most === least) return [0, 0, most];
  const span = most - least;
  const away = (colour: number) => Math.fround((most - colour) / span);
  const [r, g, b] = [away(red), away(green), away(blue)];
  const sixth = Math.fround(red === most ? b - g : green === most ? 2 + r - b : 4 + g - r);
  const hue = Math.fround((sixth / 6 + 1) % 1);
  return [Math.trunc(hue * 255), Math.trunc(Math.fround(span / most) * 255), most];
}

function rgb(hue: number, saturation: number, value: number): Triple {
  if (saturation === 0) return [value, value, value];
  const sixth = (hue * 6) / 255;
  const part = Math.fround(sixth - Math.floor(sixth));
  const strength = Math.fround(saturation / 255);
  const p = Math.round(value * (1 - strength));
  const q = Math.round(value * (1 - strength * part));
  const t = Math.round(value * (1 - strength * (1 - part)));
  const places: readonly Triple[] = [
    [value, t, p],
    [q, value, p],
    [p, value, t],
    [p, q, value],
    [t, p, value],
    [value, p, q],
  ];
  return places[Math.floor(sixth) % 6];
}

/** Keeps so many bits of each value. */
export function posterised(view: View, bits: number): View {
  const mask = ~(2 ** (8 - bits) - 1);
  return withPixels(
    view,
    view.pixels.map((value) => value & mask),
  );
}

/** Values from the threshold on become their opposites. */
export function solarised(view: View, threshold: number): View {
  return withPixels(
    view,
    view.pixels.map((value) => (value < threshold ? value : 255 - value)),
  );
}

/** Each channel stretched to all 256 values. */
export function withWholeContrast(view: View): View {
  return byTables(view, (counts) => {
    const least = counts.findIndex((count) => count > 0);
    const most = counts.findLastIndex((count) => count > 0);
    if (most <= least) return undefined;
    const scale = 255 / (most - least);
    return (value) => Math.trunc(value * scale - least * scale);
  });
}

/** Each channel with as many pixels of each value as can be. */
export function equalised(view: View): View {
  return byTables(view, (counts) => {
    const most = counts.findLastIndex((count) => count > 0);
    const step = Math.floor((view.height * view.width - counts[most]) / 255);
    if (step === 0) return undefined;
    const before = new Float64Array(256);
    for (let value = 1; value < 256; value += 1) before[value] = before[value - 1] + counts[value - 1];
    return (value) => Math.floor((Math.floor(step / 2) + before[value]) / step);
  });
}

/** @param tableOf what becomes of each value, by how often each is there; undefined for no change */
function byTables(
  view: View,
  tableOf: (counts: Uint32Array) => ((value: number) => number) | undefined,
): View {
  const { channels } = view;
  const pixels = view.pixels.slice();
  for (let channel = 0; channel < channels; channel += 1) {
    const counts = new Uint32Array(256);
    for (let at = channel; at < pixels.length; at += channels) counts[view.pixels[at]] += 1;
    const becomes = tableOf(counts);
    if (!becomes) continue;
    const table = Uint8ClampedArray.from({ length: 256 }, (_, value) => becomes(value));
    for (let at = channel; at < pixels.length; at += channels) pixels[at] = table[view.pixels[at]];
  }
  return withPixels(view, pixels);
}
