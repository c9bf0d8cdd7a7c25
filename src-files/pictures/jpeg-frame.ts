export interface JpegFrame {
  readonly height: number;
  readonly width: number;
  /** 1 for grey, 3 for colour, 4 for print. */
  readonly colours: number;
}

export function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
}

/** What a JPEG file's frame header says (ITU-T T.81, B.2.2); undefined where there is none. */
export function jpegFrame(bytes: Uint8Array): JpegFrame | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 2;
  while (at + 9 < bytes.length && bytes[at] === 0xff) {
    if (startsFrame(bytes[at + 1]))
      return { height: view.getUint16(at + 5), width: view.getUint16(at + 7), colours: bytes[at + 9] };
    // Any marker may be preceded by fill bytes; all others here have a length behind them.
    at += bytes[at + 1] === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  return undefined;
}

/** Start of frame of any process (ITU-T T.81, table B.1): 0xC0 to 0xCF, but for DHT, JPG and DAC. */
function startsFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}
