import { closeSync, openSync, readSync } from 'node:fs';
import { BadInputError } from '../src-shared/errors';
import { zipNames } from './arrays/npz';

/** By what a file begins with; a zip archive by what is in it. */
const marks: readonly (readonly [mark: string, kind: string])[] = [
  ['\x93NUMPY', 'a NumPy array (.npy)'],
  ['\x89HDF', 'an HDF5 or NetCDF file'],
  ['CDF', 'a NetCDF file'],
  ['PAR1', 'a Parquet file'],
  ['%PDF', 'a PDF'],
  ['\x89PNG', 'a PNG picture'],
  ['\xff\xd8\xff', 'a JPEG picture'],
  ['GIF8', 'a GIF picture'],
  ['II*\0', 'a TIFF picture'],
  ['MM\0*', 'a TIFF picture'],
  ['\x1f\x8b', 'a file packed by gzip'],
  ['SQLite format 3', 'an SQLite database'],
  ['\x80\x02', 'a Python pickle'],
  ['\x80\x03', 'a Python pickle'],
  ['\x80\x04', 'a Python pickle'],
  ['\x80\x05', 'a Python pickle'],
  ['\xd0\xcf\x11\xe0', 'an Office document as of before 2007'],
];

const ofArchives: readonly (readonly [name: RegExp, kind: string])[] = [
  [/\.npy$/, 'a NPZ file of arrays'],
  [/(^|\/)data\.pkl$/, 'a PyTorch file (torch.save)'],
  [/^xl\//, 'an Excel workbook (.xlsx)'],
  [/^word\//, 'a Word document'],
  [/^ppt\//, 'a presentation'],
  [/^content\.xml$/, 'an OpenDocument file'],
];
const mostNamed = 3;
const markBytes = 16;

/** As `knownFile` says it. */
export const cutArchive = 'a zip archive that is cut off or damaged';

/** Whether a file is a zip archive, whatever its name. */
export const zipMark = 'PK\x03\x04';

/** What a file is, as a sentence goes on ("is ..."); undefined where nothing in it says so, as of text. */
export function knownFile(file: string): string | undefined {
  const begin = beginOf(file);
  if (begin === '') return 'empty';
  if (begin.startsWith(zipMark)) return archiveOf(file);
  // The length of a safetensors file's header in eight bytes, then the header.
  if (begin.slice(6, 9) === '\0\0{') return 'a safetensors file';
  return marks.find(([mark]) => begin.startsWith(mark))?.[1];
}

function beginOf(file: string): string {
  const handle = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(markBytes);
    return bytes.toString('latin1', 0, readSync(handle, bytes, 0, markBytes, 0));
  } finally {
    closeSync(handle);
  }
}

function archiveOf(file: string): string {
  const names = namesIn(file);
  if (names === undefined) return cutArchive;
  const known = ofArchives.find(([name]) => names.some((one) => name.test(one)));
  if (known) return known[1];
  const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : '';
  return `a zip archive of ${names.slice(0, mostNamed).join(', ') || 'nothing'}${more}`;
}

function namesIn(file: string): readonly string[] | undefined {
  try {
    return zipNames(file);
  } catch (error) {
    if (error instanceof BadInputError) return undefined;
    throw error;
  }
}

/** Whether what a file is has rows and columns. @param kind from `knownFile` */
export function isTable(kind: string): boolean {
  return /Parquet|Excel/.test(kind);
}

/** Whether it holds arrays: NPZ, NPY, HDF5 or safetensors, whatever its name. */
export function holdsArrays(file: string): boolean {
  const kind = knownFile(file);
  return kind !== undefined && /NumPy|NPZ|HDF5|safetensors/.test(kind);
}
