import type { Picture } from './run-data';

/**
 * Numbers as a picture, their lowest black and their highest white: three channels or more as red, green and blue, else the
 * first as grey. Undefined where they are no [height, width, channels].
 */
export function drawnItem(shape: readonly number[], values: ArrayLike<number>): Picture | undefined {
  if (shape.length !== 3) return undefined;
  const [height, width, given] = shape;
  const channels = given >= 3 ? 3 : 1;
  const valueAt = (at: number) => values[Math.floor(at / channels) * given + (at % channels)];
  const size = height * width * channels;
  let [low, high] = [Infinity, -Infinity];
  for (let at = 0; at < size; at += 1) {
    low = Math.min(low, valueAt(at));
    high = Math.max(high, valueAt(at));
  }
  // Bytes are pixels as they are.
  if (low >= 0 && high <= 255 && high > 1 && isWhole(values)) [low, high] = [0, 255];
  const scale = high > low ? 255 / (high - low) : 0;
  const pixels = Uint8Array.from({ length: size }, (_, at) => Math.round((valueAt(at) - low) * scale));
  return { height, width, channels, pixels };
}

function isWhole(values: ArrayLike<number>): boolean {
  for (let at = 0; at < values.length; at += 1) if (!Number.isInteger(values[at])) return false;
  return true;
}
