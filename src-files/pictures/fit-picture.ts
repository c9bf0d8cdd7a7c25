import type { OwnPictureSettings } from '../../src-shared/experiment/data/picture-folder';
import { type Interleaved, type Part, resampled, takenBy } from './resampling';
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
 * A picture in the size and colours of an experiment's data, byte for byte as Pillow brings it there. Of what is transparent, the colours are taken as they stand.
 * @returns [height, width, channels], 0 to 255
 */
export function fitPicture(picture: DecodedPicture, { size, resize, colours }: Fit): Uint8Array {
  const [height, width] = size;
  const { down, across, filled, top, left } = placed(picture, { height, width }, resize);
  const source = sourceOf(picture, colours);
  const channels = colours === 'grey' ? 1 : 3;
  const values = resampled(
    source,
    takenBy(picture.height, filled.height, down),
    takenBy(picture.width, filled.width, across),
  );
  const result = new Uint8Array(height * width * channels);
  for (let row = 0; row < filled.height; row += 1) {
    const to = ((top + row) * width + left) * channels;
    const own = values.subarray(row * filled.width * source.planes, (row + 1) * filled.width * source.planes);
    if (source.planes === channels) result.set(own, to);
    else writeThrice(own, result, to);
  }
  return result;
}

/** A picture without colours has one plane, which all three are. */
function writeThrice(values: Uint8Array, to: Uint8Array, offset: number): void {
  for (let at = 0; at < values.length; at += 1) to.fill(values[at], offset + 3 * at, offset + 3 * at + 3);
}

/** Of the black on both sides of a picture, what stands before it: half, and of odd numbers as Pillow's `pad` rounds it. */
function before(margin: number): number {
  return Math.floor(margin / 2) + (margin % 4 === 3 ? 1 : 0);
}

/** Of luma, by ITU-R BT.601. */
const lumaWeights = [0.299, 0.587, 0.114] as const;

function sourceOf({ channels, pixels, width }: DecodedPicture, wanted: Fit['colours']): Interleaved {
  if (channels < 3) return { pixels, width, channels, planes: 1 };
  if (wanted === 'colour') return { pixels, width, channels, planes: 3 };
  return { pixels: lumaOf(pixels, channels), width, channels: 1, planes: 1 };
}

function lumaOf(pixels: Uint8Array, channels: number): Uint8Array {
  const [red, green, blue] = lumaWeights;
  const luma = new Uint8Array(pixels.length / channels);
  for (let at = 0, from = 0; at < luma.length; at += 1, from += channels)
    luma[at] = Math.round(red * pixels[from] + green * pixels[from + 1] + blue * pixels[from + 2]);
  return luma;
}
