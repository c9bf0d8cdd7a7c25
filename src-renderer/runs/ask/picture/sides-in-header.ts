import type { Sides } from './shrunk-sides';

/** Bytes from the beginning of a file in which its sides are told, after what a camera writes of itself. */
export const headerBytes = 2 ** 20;

/**
 * The sides of a PNG, JPEG or WebP picture as its header tells them, before anything is unpacked; a JPEG's as they are stored,
 * unturned. Undefined where they are not told there.
 * @param bytes the beginning of the file
 */
export function sidesInHeader(bytes: Uint8Array): Sides | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (view.getUint32(0) === 0x89504e47) return { width: view.getUint32(16), height: view.getUint32(20) };
    if (view.getUint16(0) === 0xffd8) return sidesOfJpeg(view);
    return textAt(view, 0) === 'RIFF' && textAt(view, 8) === 'WEBP' ? sidesOfWebp(view) : undefined;
  } catch (error) {
    // The header goes on beyond the bytes at hand, or the file is cut off.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** From marker to marker up to the frame's (ITU-T T.81, B.2.2), which has height and width after its precision. */
function sidesOfJpeg(view: DataView): Sides | undefined {
  for (let at = 2; view.getUint8(at) === 0xff; ) {
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) at += 1;
    else if (isFrame(marker)) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    else at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}

/** SOF0 to SOF15, without the tables of Huffman and arithmetic codes and the reserved one among them. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

/** Of its three kinds (RFC 9649): lossy, lossless, extended. */
function sidesOfWebp(view: DataView): Sides | undefined {
  switch (textAt(view, 12)) {
    case 'VP8 ':
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    case 'VP8L': {
      const packed = view.getUint32(21, true);
      return { width: 1 + (packed & 0x3fff), height: 1 + ((packed >>> 14) & 0x3fff) };
    }
    case 'VP8X':
      return { width: 1 + threeBytes(view, 24), height: 1 + threeBytes(view, 27) };
    default:
      return undefined;
  }
}

function threeBytes(view: DataView, at: number): number {
  return view.getUint16(at, true) + view.getUint8(at + 2) * 2 ** 16;
}

function textAt(view: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((place) => view.getUint8(at + place)));
}
