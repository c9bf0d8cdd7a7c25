/** [height, width, channels], bytes 0 to 255. */
export interface Picture {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly pixels: Uint8Array;
}

/** What was done to a picture, how often. */
export interface Changes {
  readonly blurs: number;
  readonly noises: number;
  /** Clockwise, each by `degreesOfTurn`. */
  readonly turns: number;
  /** Each makes bright dark and dark bright. */
  readonly inversions: number;
  /** Pixels to the right and down. */
  readonly right: number;
  readonly down: number;
}

export const unchanged: Changes = { blurs: 0, noises: 0, turns: 0, inversions: 0, right: 0, down: 0 };
export const degreesOfTurn = 15;
/** Standard deviation that one more noise adds, of pixels from 0 to 255. */
const noiseStd = 32;

/**
 * A picture with changes: turned about its middle, then shifted, blurred and noised, of a picture that may be inverted first. The same changes make the same picture.
 * @param ground brightness of what comes in from beyond the edge, 0 to 255
 */
export function changedPicture(picture: Picture, changes: Changes, ground: number): Picture {
  const { turns, right, down, blurs, noises, inversions } = changes;
  const isInverted = inversions % 2 === 1;
  let values: Float64Array = Float64Array.from(picture.pixels, (value) => (isInverted ? 255 - value : value));
  if (turns % (360 / degreesOfTurn) !== 0 || right !== 0 || down !== 0)
    values = moved(values, picture, { angle: (turns * degreesOfTurn * Math.PI) / 180, right, down, ground });
  for (let time = 0; time < blurs; time += 1) values = blurred(values, picture);
  for (let time = 0; time < noises; time += 1) values = noised(values, time);
  return {
    ...picture,
    pixels: Uint8Array.from(values, (value) => Math.round(Math.min(255, Math.max(0, value)))),
  };
}

/** What was done, in words: "turned by 30°, blurred twice"; empty where nothing was. */
export function changeWords({ turns, right, down, blurs, noises, inversions }: Changes): string {
  const degrees = (turns * degreesOfTurn) % 360;
  const times = (count: number) => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`);
  return [
    inversions % 2 === 0 ? '' : 'bright and dark swapped',
    degrees === 0 ? '' : `turned by ${degrees}°`,
    right === 0 ? '' : `shifted right by ${right}`,
    down === 0 ? '' : `shifted down by ${down}`,
    blurs === 0 ? '' : `blurred ${times(blurs)}`,
    noises === 0 ? '' : `noise added ${times(noises)}`,
  ]
    .filter((words) => words !== '')
    .join(', ');
}

type Sides = Pick<Picture, 'height' | 'width' | 'channels'>;

interface Move {
  readonly angle: number;
  readonly right: number;
  readonly down: number;
  readonly ground: number;
}

/** Each pixel is what lies where it comes from, between four pixels by their distance. */
function moved(values: Float64Array, sides: Sides, { angle, right, down, ground }: Move): Float64Array {
  const { height, width, channels } = sides;
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const at = (row: number, column: number, channel: number) =>
    row < 0 || column < 0 || row >= height || column >= width
      ? ground
      : values[(row * width + column) * channels + channel];
  return values.map((_, place) => {
    const channel = place % channels;
    const x = (Math.floor(place / channels) % width) - right - (width - 1) / 2;
    const y = Math.floor(place / (channels * width)) - down - (height - 1) / 2;
    // Rounding would otherwise mix in a neighbour.
    const fromX = rounded(cosine * x + sine * y + (width - 1) / 2);
    const fromY = rounded(cosine * y - sine * x + (height - 1) / 2);
    const [column, row] = [Math.floor(fromX), Math.floor(fromY)];
    const [u, v] = [fromX - column, fromY - row];
    return (
      (1 - v) * ((1 - u) * at(row, column, channel) + u * at(row, column + 1, channel)) +
      v * ((1 - u) * at(row + 1, column, channel) + u * at(row + 1, column + 1, channel))
    );
  });
}

function rounded(value: number): number {
  return Math.round(value * 1e9) / 1e9;
}

/** By 1, 2, 1 along both sides; beyond the edge lies the edge. */
function blurred(values: Float64Array, { height, width, channels }: Sides): Float64Array {
  const along = (from: Float64Array, step: number, length: number, placeOf: (at: number) => number) =>
    from.map((value, at) => {
      const place = placeOf(at);
      const before = place === 0 ? value : from[at - step];
      const after = place === length - 1 ? value : from[at + step];
      return (before + 2 * value + after) / 4;
    });
  const across = along(values, channels, width, (at) => Math.floor(at / channels) % width);
  return along(across, channels * width, height, (at) => Math.floor(at / (channels * width)));
}

/** Normal numbers by Box and Muller, from a generator (mulberry32) that starts anew for each time. */
function noised(values: Float64Array, time: number): Float64Array {
  let state = 1797 + time;
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (((mixed ^ (mixed >>> 14)) >>> 0) + 0.5) / 4294967296;
  };
  return values.map(
    (value) => value + noiseStd * Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()),
  );
}
