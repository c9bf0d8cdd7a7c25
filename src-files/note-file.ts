import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import { ofSome } from '../src-shared/data/data-fingerprint';
import { BadInputError } from '../src-shared/errors';
import { whyUnreadable } from './file-errors';
import { noteFingerprint } from './fingerprinting';
import { blocksOf, hashedBlocks } from './hashed-blocks';

/** A file of more bytes is known by its size and some of its content: reading all of it takes minutes. */
const mostHashedWhole = 1e9;

/**
 * To be called for a data file that is never read whole, as it may be larger than memory.
 * @throws BadInputError where it cannot be read
 */
export async function noteFile(file: string): Promise<void> {
  const hash = createHash('sha256');
  let bytes = 0;
  const { size } = statSync(file);
  if (size > mostHashedWhole) return noteBlocks(file, size);
  try {
    for await (const chunk of createReadStream(file)) {
      hash.update(chunk);
      bytes += chunk.length;
    }
  } catch (error) {
    throw new BadInputError(`${file} cannot be read: ${whyUnreadable(error)}.`);
  }
  noteFingerprint({ name: basename(file), bytes, sha256: hash.digest('hex') });
}

function noteBlocks(file: string, size: number): void {
  const hash = createHash('sha256').update(`${size} `);
  try {
    for (const block of blocksOf([{ path: file, bytes: size }])) hash.update(block);
  } catch (error) {
    throw new BadInputError(`${file} cannot be read: ${whyUnreadable(error)}.`);
  }
  noteFingerprint({
    name: ofSome(basename(file), hashedBlocks),
    bytes: size,
    sha256: hash.digest('hex'),
  });
}
