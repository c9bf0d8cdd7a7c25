import { BadInputError } from '../../src-shared/errors';
import { crc32 } from '../../src-shared/formats/crc32';

/** Sizes and places in a zip file are 32-bit numbers here. */
const mostBytes = 2 ** 32 - 1;
const localHeaderBytes = 30;
const centralHeaderBytes = 46;
const endBytes = 22;
/** 1980-01-01, the earliest day that a zip file knows: what is exported twice is the same bytes. */
const earliestDay = 0x21;
/** Version 2.0 of the format; names in UTF-8. */
const versionNeeded = 20;
const utf8Flag = 0x800;

export interface ZipEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * A zip file of these entries, not compressed (PKWARE's APPNOTE, sections 4.3.7, 4.3.12 and 4.3.16).
 * @throws BadInputError where they are more than 4 GB
 */
export function encodeZip(entries: readonly ZipEntry[]): Uint8Array {
  const named = entries.map(({ name, bytes }) => ({ name: new TextEncoder().encode(name), bytes }));
  const size = named.reduce(
    (sum, { name, bytes }) => sum + localHeaderBytes + centralHeaderBytes + 2 * name.length + bytes.length,
    endBytes,
  );
  if (size > mostBytes)
    throw new BadInputError(
      `The file would hold ${(size / 1e9).toFixed(1)} GB, and the format ends at 4.3 GB; use safetensors.`,
    );
  const file = new Uint8Array(size);
  const view = new DataView(file.buffer);
  let at = 0;
  const places = named.map(({ name, bytes }) => {
    const place = { at, sum: crc32(bytes) };
    at = writeLocal(view, file, at, name, bytes, place.sum);
    return place;
  });
  const directory = at;
  named.forEach(({ name, bytes }, index) => {
    at = writeCentral(view, file, at, name, bytes, places[index]);
  });
  writeEnd(view, at, named.length, directory);
  return file;
}

function writeLocal(
  view: DataView,
  file: Uint8Array,
  at: number,
  name: Uint8Array,
  bytes: Uint8Array,
  sum: number,
): number {
  view.setUint32(at, 0x04034b50, true);
  writeFacts(view, at + 4, name, bytes, sum);
  file.set(name, at + localHeaderBytes);
  file.set(bytes, at + localHeaderBytes + name.length);
  return at + localHeaderBytes + name.length + bytes.length;
}

function writeCentral(
  view: DataView,
  file: Uint8Array,
  at: number,
  name: Uint8Array,
  bytes: Uint8Array,
  place: { readonly at: number; readonly sum: number },
): number {
  view.setUint32(at, 0x02014b50, true);
  view.setUint16(at + 4, versionNeeded, true);
  writeFacts(view, at + 6, name, bytes, place.sum);
  view.setUint32(at + 42, place.at, true);
  file.set(name, at + centralHeaderBytes);
  return at + centralHeaderBytes + name.length;
}

/** The fields that both headers have in the same order, from the version needed on. */
function writeFacts(view: DataView, at: number, name: Uint8Array, bytes: Uint8Array, sum: number): void {
  view.setUint16(at, versionNeeded, true);
  view.setUint16(at + 2, utf8Flag, true);
  view.setUint16(at + 8, earliestDay, true);
  view.setUint32(at + 10, sum, true);
  view.setUint32(at + 14, bytes.length, true);
  view.setUint32(at + 18, bytes.length, true);
  view.setUint16(at + 22, name.length, true);
}

function writeEnd(view: DataView, at: number, entries: number, directory: number): void {
  view.setUint32(at, 0x06054b50, true);
  view.setUint16(at + 8, entries, true);
  view.setUint16(at + 10, entries, true);
  view.setUint32(at + 12, at - directory, true);
  view.setUint32(at + 16, directory, true);
}
