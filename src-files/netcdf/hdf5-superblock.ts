/** How every HDF5 superblock begins. */
const signature: readonly number[] = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

/**
 * Where an HDF5 file's superblock lies: at its begin, or behind a block of its user's of 512 bytes, 1024, and so on.
 * Undefined where there is none.
 */
export function superblockAt(bytes: Uint8Array): number | undefined {
  for (let at = 0; at < bytes.length; at = at === 0 ? 512 : 2 * at)
    if (signature.every((byte, index) => bytes[at + index] === byte)) return at;
  return undefined;
}

/**
 * The file without what only fills it up, as files written in memory are. The library sees where one was cut off, but may
 * search for ever where something was inserted. Throws RangeError where it is longer or shorter than it says.
 */
export function wholeHdf5(bytes: Uint8Array): Uint8Array {
  const end = endOf(bytes);
  if (end > bytes.length || bytes.subarray(end).some((byte) => byte !== 0))
    throw new RangeError(`it has ${bytes.length} bytes, its header says ${end}`);
  return bytes.subarray(0, end);
}

/** The length of a file as its superblock tells it, in an address of 8 bytes (HDF5 File Format Specification, II.A). */
export function endOf(bytes: Uint8Array): number {
  const at = superblockAt(bytes) ?? 0;
  const version = bytes[at + 8];
  const endAt = at + (version === 0 ? 40 : version === 1 ? 44 : 28);
  if (bytes.length < endAt + 8) throw new RangeError('it ends within its header');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Number(view.getBigUint64(endAt, true));
}
