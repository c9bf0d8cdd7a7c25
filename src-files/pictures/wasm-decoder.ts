import type { PixelBytes } from './png-bytes';

/** What a decoder compiled to WebAssembly gives: red, green, blue and alpha of each pixel. */
export interface DecodedPicture extends PixelBytes {
  readonly height: number;
  readonly width: number;
}

/** Decodes a whole file. Throws where it is not whole. */
export type Decode = (bytes: Uint8Array) => Promise<DecodedPicture>;

interface Codec {
  readonly init: (options: object) => Promise<void>;
  readonly default: (
    bytes: ArrayBuffer,
    options: { readonly preserveOrientation: boolean },
  ) => Promise<{
    readonly data: Uint8ClampedArray;
    readonly width: number;
    readonly height: number;
  }>;
}

/** What libraries say on their error stream of a file that ends before its pixels do, and decode all the same. */
const isCutOff = /premature end|truncated/i;

/** @param loadCodec its code, and its library as a data: URL */
export function wasmDecoder(
  loadCodec: () => Promise<{ readonly codec: Codec; readonly library: string }>,
): Decode {
  let opened: Promise<Codec> | undefined;
  let said: string[] = [];
  const open = async () => {
    const { codec, library } = await loadCodec();
    await codec.init({
      wasmBinary: Buffer.from(library.slice(library.indexOf(',') + 1), 'base64'),
      // Nothing is looked up beside the built script.
      locateFile: (path: string) => path,
      print: () => {},
      printErr: (text: string) => said.push(text),
    });
    return codec;
  };
  return async (bytes) => {
    opened ??= open();
    const { default: decode } = await opened;
    said = [];
    // A library that gave up on one file may not be fit for the next.
    const failed = (error: unknown) => {
      opened = undefined;
      throw said.length > 0 ? new Error(said[said.length - 1]) : error;
    };
    // "Preserve" means here that pixels are turned as the picture stood.
    const options = { preserveOrientation: true };
    const { data, width, height } = await decode(Uint8Array.from(bytes).buffer, options).catch(failed);
    const cut = said.find((text) => isCutOff.test(text));
    if (cut !== undefined) throw new Error(cut);
    return { channels: 4, height, width, pixels: new Uint8Array(data.buffer, data.byteOffset, data.length) };
  };
}

/** libjpeg-turbo as mozjpeg has it; turns pictures as their EXIF data say. */
export const decodeJpeg = wasmDecoder(async () => ({
  codec: await import('@jsquash/jpeg/decode.js'),
  library: (await import('@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm?url&inline')).default,
}));

/** libwebp. */
export const decodeWebp = wasmDecoder(async () => ({
  codec: await import('@jsquash/webp/decode.js'),
  library: (await import('@jsquash/webp/codec/dec/webp_dec.wasm?url&inline')).default,
}));
