import { BadInputError } from '../../src-shared/errors';
import { numpyType } from './element-type';
import type { StoredArray } from './stored-array';

/** What NumPy's files begin with (numpy.lib.format). */
const magic = '\x93NUMPY';
/** Longer than any header but those of structures. */
export const mostHeaderBytes = 65_536;

export interface NpyHeader extends Pick<StoredArray, 'shape' | 'type'> {
  /** Of the header: values follow. */
  readonly bytes: number;
}

/**
 * The header of a NPY file.
 * @param title names the array in messages
 * @throws BadInputError saying what is wrong with it
 */
export function npyHeader(bytes: Uint8Array, title: string): NpyHeader {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (text.length < 12 || text.toString('latin1', 0, 6) !== magic)
    throw new BadInputError(`${title} is no NPY array, as numpy.save writes it.`);
  const isShort = text[6] === 1;
  const length = isShort ? text.readUInt16LE(8) : text.readUInt32LE(8);
  const start = isShort ? 10 : 12;
  const header = text.toString('latin1', start, start + length);
  const descr = /'descr':\s*'([^']*)'/.exec(header)?.[1];
  const sides = /'shape':\s*\(([^)]*)\)/.exec(header)?.[1];
  if (descr === undefined || sides === undefined)
    throw new BadInputError(`${title} holds structures or is damaged; save plain arrays of numbers.`);
  const shape = sides.split(',').flatMap((side) => (side.trim() === '' ? [] : [Number(side)]));
  if (/'fortran_order':\s*True/.test(header) && shape.length > 1)
    throw new BadInputError(
      `${title} is stored column by column; save numpy.ascontiguousarray of it instead.`,
    );
  return { shape, type: typeOf(descr, title), bytes: start + length };
}

function typeOf(descr: string, title: string): StoredArray['type'] {
  const type = numpyType(descr);
  if (type) return type;
  if (/^<U[1-9]\d*$/.test(descr)) return { characters: Number(descr.slice(2)) };
  throw new BadInputError(
    `${title} is of the type ${descr}; arrays of whole numbers, floats (16 to 64 bits) or texts are read${descr.endsWith('O') ? ', not Python’s objects' : ''}.`,
  );
}
