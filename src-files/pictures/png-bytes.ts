import { convertIndexedToRgb, type DecodedPng } from 'fast-png';

/** One byte for each channel of each pixel, row by row. */
export interface PixelBytes {
  /** Grey, grey and alpha, colour, or colour and alpha. */
  readonly channels: number;
  readonly pixels: Uint8Array;
}

/** The first four bytes of every PNG file. */
const signature = 0x89504e47;

export function isPng(bytes: Uint8Array): boolean {
  return bytes.length > 4 && new DataView(bytes.buffer, bytes.byteOffset).getUint32(0) === signature;
}

/** Palettes looked up, grey of 1, 2 or 4 bits spread over 0 to 255, and of 16 bits the upper eight. */
export function pngBytes(picture: DecodedPng): PixelBytes {
  const { channels, depth, data, palette } = picture;
  if (palette) return { channels: palette[0].length, pixels: Uint8Array.from(convertIndexedToRgb(picture)) };
  if (depth === 16) return { channels, pixels: Uint8Array.from(data, (value) => value >> 8) };
  if (depth === 8) return { channels, pixels: Uint8Array.from(data) };
  return { channels, pixels: unpacked(picture) };
}

function unpacked(picture: DecodedPng): Uint8Array {
  const most = 2 ** picture.depth - 1;
  return packedValues(picture).map((value) => (value * 255) / most);
}

/** Values of 1, 2 or 4 bits, several in a byte, as they stand. */
export function packedValues({ data, depth, width, height }: DecodedPng): Uint8Array {
  const rowBytes = Math.ceil((width * depth) / 8);
  const most = 2 ** depth - 1;
  return Uint8Array.from({ length: width * height }, (_, at) => {
    const bit = (at % width) * depth;
    const byte = data[Math.floor(at / width) * rowBytes + Math.floor(bit / 8)];
    return (byte >> (8 - depth - (bit % 8))) & most;
  });
}
