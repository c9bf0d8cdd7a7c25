import { mostDataBytes } from './hdf5-file';

const pageBytes = 65_536;

/**
 * Refuses this thread's WebAssembly programs more memory than that: a damaged file may tell its library to take any
 * amount. A program compiled from C sees its allocation fail.
 */
export function limitWasmMemory(mostBytes: number): void {
  const { grow } = WebAssembly.Memory.prototype;
  WebAssembly.Memory.prototype.grow = function (this: WebAssembly.Memory, pages: number) {
    if (this.buffer.byteLength + pages * pageBytes > mostBytes)
      throw new RangeError(`This needs more than ${mostBytes} bytes of memory.`);
    return grow.call(this, pages);
  };
}

/** What the HDF5 library may take for a file of this size: what it needs itself, its values, and a copy. In bytes. */
export function hdf5MemoryLimit(fileBytes: number): number {
  return 64_000_000 + 2 * mostDataBytes(fileBytes);
}
