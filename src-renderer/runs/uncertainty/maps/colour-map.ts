/** Dark to light in even steps of brightness, told apart under every common colour vision. */
const stops: readonly (readonly [number, number, number])[] = [
  [68, 1, 84],
  [59, 82, 139],
  [33, 145, 140],
  [94, 201, 98],
  [253, 231, 37],
];
const unknown: readonly [number, number, number] = [128, 128, 128];

/** The colour of a value between `low` and `high`, as red, green and blue; grey for one that is not known. */
export function mapColour(value: number, low: number, high: number): readonly [number, number, number] {
  if (!Number.isFinite(value)) return unknown;
  const share = high > low ? Math.min(1, Math.max(0, (value - low) / (high - low))) : 0;
  const place = share * (stops.length - 1);
  const below = stops[Math.floor(place)] ?? unknown;
  const above = stops[Math.ceil(place)] ?? below;
  const mix = (at: 0 | 1 | 2) => Math.round(below[at] + (above[at] - below[at]) * (place % 1));
  return [mix(0), mix(1), mix(2)];
}

/** Draws values row by row, one pixel each, on a canvas of their size. */
export function drawMap(
  canvas: HTMLCanvasElement,
  values: readonly number[],
  [low, high]: readonly [number, number],
): void {
  const data = new ImageData(canvas.width, canvas.height);
  values.forEach((value, place) => {
    data.data.set([...mapColour(value, low, high), 255], place * 4);
  });
  canvas.getContext('2d')?.putImageData(data, 0, 0);
}

/** Lowest and highest of the finite values; 0 to 0 where there are none. */
export function rangeOf(values: readonly number[]): readonly [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? [low, high] : [0, 0];
}
