import type { OwnPictureSettings } from '../../src-shared/experiment/data/picture-folder';
import { type Part, resampled, takenBy } from './resampling';
import type { DecodedPicture } from './wasm-decoder';

type Fit = Pick<OwnPictureSettings, 'size' | 'resize' | 'colours'>;

interface Sides {
  readonly height: number;
  readonly width: number;
}

/** What of the picture fills which part of the result. */
interface Placing {
  readonly down: Part;
  readonly across: Part;
  /** Of the part that is filled; black lies around it evenly. */
  readonly filled: Sides;
}

const placings: Readonly<Record<OwnPictureSettings['resize'], (own: Sides, wanted: Sides) => Placing>> = {
  stretch: ({ height, width }, wanted) => ({
    down: { from: 0, span: height },
    across: { from: 0, span: width },
    filled: wanted,
  }),
  cover: ({ height, width }, wanted) => {
    const scale = Math.min(height / wanted.height, width / wanted.width);
    const span = { height: wanted.height * scale, width: wanted.width * scale };
    return {
      down: { from: (height - span.height) / 2, span: span.height },
      across: { from: (width - span.width) / 2, span: span.width },
      filled: wanted,
    };
  },
  contain: ({ height, width }, wanted) => {
    const scale = Math.max(height / wanted.height, width / wanted.width);
    return {
      down: { from: 0, span: height },
      across: { from: 0, span: width },
      filled: {
        height: Math.max(1, Math.min(wanted.height, Math.round(height / scale))),
        width: Math.max(1, Math.min(wanted.width, Math.round(width / scale))),
      },
    };
  },
};

/** What of a picture fills which part of the size that is wanted, and where that part begins. */
export function placed(
  own: Sides,
  wanted: Sides,
  resize: OwnPictureSettings['resize'],
): Placing & { readonly top: number; readonly left: number } {
  const placing = placings[resize](own, wanted);
  const { height, width } = placing.filled;
  return { ...placing, top: before(wanted.height - height), left: before(wanted.width - width) };
}

/**
 * A picture in the size and colours of an experiment's data. Of what is transparent, the colours are taken as they stand.
 * @returns [height, width, channels], 0 to 255
 */
export function fitPicture(picture: DecodedPicture, { size, resize, colours }: Fit): Uint8Array {
  const [height, width] = size;
  const { down, across, filled, top, left } = placed(picture, { height, width }, resize);
  const taken = [takenBy(picture.height, filled.height, down), takenBy(picture.width, filled.width, across)];
  const planes = planesOf(picture, colours).map((plane) =>
    resampled(plane, picture.width, taken[0], taken[1]),
  );
  const result = new Uint8Array(height * width * planes.length);
  planes.forEach((plane, channel) => {
    plane.forEach((value, at) => {
      const row = top + Math.floor(at / filled.width);
      const column = left + (at % filled.width);
      result[(row * width + column) * planes.length + channel] = Math.round(value);
    });
  });
  return result;
}

/** Of the black on both sides of a picture, what stands before it: half, and of odd numbers as Pillow's `pad` rounds it. */
function before(margin: number): number {
  return Math.floor(margin / 2) + (margin % 4 === 3 ? 1 : 0);
}

/** Of luma, by ITU-R BT.601. */
const lumaWeights = [0.299, 0.587, 0.114] as const;

function planesOf({ channels, pixels }: DecodedPicture, wanted: Fit['colours']): readonly Float64Array[] {
  const grey = () => {
    const plane = planeOf(pixels, channels, 0);
    if (channels < 3) return plane;
    const others = [planeOf(pixels, channels, 1), planeOf(pixels, channels, 2)];
    const [red, green, blue] = lumaWeights;
    return plane.map((value, at) => Math.round(red * value + green * others[0][at] + blue * others[1][at]));
  };
  if (wanted === 'grey') return [grey()];
  if (channels < 3) return Array.from({ length: 3 }, grey);
  return [0, 1, 2].map((channel) => planeOf(pixels, channels, channel));
}

function planeOf(pixels: Uint8Array, channels: number, channel: number): Float64Array {
  const plane = new Float64Array(pixels.length / channels);
  for (let at = 0; at < plane.length; at += 1) plane[at] = pixels[at * channels + channel];
  return plane;
}
