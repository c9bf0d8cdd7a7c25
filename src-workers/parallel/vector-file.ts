import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { FailedError } from '../../src-shared/errors';

const floatBytes = Float32Array.BYTES_PER_ELEMENT;
const zeros = new Uint8Array(1 << 20);

/** A file of 32-bit floats that one worker writes and its peers read. Positions and lengths count floats. */
export class VectorFile {
  private constructor(readonly descriptor: number) {}

  /** Creates the file at its full size, so that a memory folder that is too small shows now and not mid-run. */
  static create(path: string, floats: number): VectorFile {
    const file = new VectorFile(openSync(path, 'w+', 0o600));
    try {
      file.#fillWithZeros(floats * floatBytes);
    } catch (error) {
      file.close();
      throw new FailedError(
        `The gradient exchange needs ${Math.ceil((floats * floatBytes) / 1e6)} MB in ${path}, which could not be had: ${(error as Error).message}.`,
      );
    }
    return file;
  }

  static open(path: string): VectorFile {
    return new VectorFile(openSync(path, 'r'));
  }

  write(position: number, values: Float32Array): void {
    const bytes = bytesOf(values);
    let done = 0;
    while (done < bytes.length) {
      done += writeSync(this.descriptor, bytes, done, bytes.length - done, position * floatBytes + done);
    }
  }

  /** Fills `into` with the floats from `position` on. */
  read(position: number, into: Float32Array): void {
    const bytes = bytesOf(into);
    let done = 0;
    while (done < bytes.length) {
      const count = readSync(this.descriptor, bytes, done, bytes.length - done, position * floatBytes + done);
      if (count === 0) throw new FailedError('A file of the gradient exchange is shorter than agreed.');
      done += count;
    }
  }

  close(): void {
    closeSync(this.descriptor);
  }

  #fillWithZeros(bytes: number): void {
    let done = 0;
    while (done < bytes) {
      done += writeSync(this.descriptor, zeros, 0, Math.min(zeros.length, bytes - done), done);
    }
  }
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
