import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolder } from '../make-folder';
import { fillFileAtOnce } from './write-at-once';

/** So many bytes or characters are gathered before they are written. */
const chunkLength = 1 << 20;

/**
 * Writes a file piece by piece; it is seen whole or not at all, and is on the disk when this returns. An aborted signal
 * ends it with the signal's reason.
 * @param onWritten bytes so far
 */
export async function streamAtOnce(
  file: string,
  pieces: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>,
  { signal, onWritten = () => {} }: { signal?: AbortSignal; onWritten?: (bytes: number) => void } = {},
): Promise<void> {
  makeFolder(dirname(file));
  await fillFileAtOnce(file, (handle) =>
    writePieces(handle, pieces, (bytes) => {
      signal?.throwIfAborted();
      onWritten(bytes);
    }),
  );
}

async function writePieces(
  handle: FileHandle,
  pieces: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>,
  onWritten: (bytes: number) => void,
): Promise<void> {
  let gathered: Uint8Array[] = [];
  let length = 0;
  let written = 0;
  const flush = async () => {
    await handle.writeFile(Buffer.concat(gathered));
    written += length;
    gathered = [];
    length = 0;
    onWritten(written);
  };
  for await (const piece of pieces) {
    const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
    gathered.push(bytes);
    length += bytes.length;
    if (length >= chunkLength) await flush();
  }
  await flush();
}
