import { createReadStream } from 'node:fs';
import { BadInputError } from '../../src-shared/errors';

/** Whoever reads a line holds it in memory. */
const longestLine = 64 * 1024 * 1024;

/** The lines of a file, read piece by piece. Throws BadInputError for one that is too long to be a record. */
export async function* textLines(file: string, onRead: (bytes: number) => void): AsyncGenerator<string> {
  let begun = '';
  for await (const piece of createReadStream(file, { encoding: 'utf8', highWaterMark: 1 << 20 })) {
    const lines = (begun + String(piece)).split('\n');
    onRead(Buffer.byteLength(String(piece)));
    begun = lines.pop() ?? '';
    if (begun.length > longestLine)
      throw new BadInputError(`${file} has a line of more than 64 MB; a run's file has one record a line.`);
    yield* lines;
  }
  if (begun !== '') yield begun;
}
