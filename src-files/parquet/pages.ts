import type { AsyncBuffer, ColumnMetaData, CompressionCodec, FileMetaData, PageHeader } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { decompressPage } from 'hyparquet/src/datapage.js';
import { compressors } from './compressors';
import { checkRuns, setMarks } from './runs';
import { checkThrift } from './thrift';

/** Values that a byte of a file stands for at most: encodings repeat a value in few bytes, but points differ. */
const mostValuesOfByte = 64;
/** Snappy copies at most 64 bytes for three; the others know no end, and are unpacked into what a page says at most. */
const [mostInflated, largestPage] = [32, 1 << 28];
/** Those whose lengths are checked here, and that other programs write unless told otherwise. */
const checkedEncodings: readonly unknown[] = ['PLAIN', 'PLAIN_DICTIONARY', 'RLE_DICTIONARY', 'RLE'];

/**
 * Refuses what promises more values than the file can hold: the library takes memory for whatever a file says. Throws
 * an Error with the reason.
 */
export async function checkPages(file: AsyncBuffer, { schema, row_groups }: FileMetaData): Promise<void> {
  const elements = schema.slice(1);
  if (elements.some(({ num_children, repetition_type }) => num_children || repetition_type === 'REPEATED'))
    throw new RangeError('its columns are nested; those of a table are not');
  for (const { num_rows, columns } of row_groups) {
    const rows = Number(num_rows);
    if (!isWithin(rows, mostValuesOfByte * file.byteLength))
      throw new RangeError(`it promises ${rows} rows, and has ${file.byteLength} bytes`);
    for (const { meta_data } of columns) {
      if (!meta_data) continue;
      const element = elements.find(({ name }) => name === meta_data.path_in_schema[0]);
      const mayMiss = element?.repetition_type !== 'REQUIRED';
      checkColumn(await bytesOf(file, meta_data), { codec: meta_data.codec, mayMiss, rows });
    }
  }
}

interface Column {
  readonly codec: CompressionCodec;
  /** Whether values may be missing, which marks in each page then tell. */
  readonly mayMiss: boolean;
  readonly rows: number;
}

async function bytesOf(file: AsyncBuffer, column: ColumnMetaData): Promise<ArrayBuffer> {
  const start = Number(column.dictionary_page_offset || column.data_page_offset);
  const end = start + Number(column.total_compressed_size);
  if (!isWithin(end, file.byteLength) || !isWithin(start, end))
    throw new RangeError('a column lies outside of it');
  return file.slice(start, end);
}

function checkColumn(bytes: ArrayBuffer, column: Column): void {
  const reader = { view: new DataView(bytes), offset: 0 };
  while (reader.offset < bytes.byteLength - 1) {
    checkThrift(new Uint8Array(bytes, reader.offset));
    const header = parquetHeader(reader);
    const packed = header.compressed_page_size;
    checkHeader(header, bytes.byteLength - reader.offset, column);
    const page = new Uint8Array(bytes, reader.offset, packed);
    checkFirstFormat(page, header, column);
    checkSecondFormat(page, header, column);
    reader.offset += packed;
  }
}

function checkHeader(header: PageHeader, bytesLeft: number, { codec, rows }: Column): void {
  const { data_page_header, data_page_header_v2: second, dictionary_page_header } = header;
  const packed = header.compressed_page_size;
  if (!isWithin(packed, bytesLeft)) throw new RangeError('a page is longer than its column');
  const most = codec in compressors ? largestPage : mostInflated * (packed + 1);
  if (!isWithin(header.uncompressed_page_size, most))
    throw new RangeError('a page promises to unpack into more than it can');
  const counts = [data_page_header, second, dictionary_page_header].map((page) => page?.num_values ?? 0);
  if (![...counts, second?.num_nulls ?? 0, second?.num_rows ?? 0].every((count) => isWithin(count, rows)))
    throw new RangeError(`a page promises more values than there are rows, ${rows}`);
  const encoding = (data_page_header ?? second)?.encoding ?? 'PLAIN';
  if (!checkedEncodings.includes(encoding))
    throw new RangeError(`a column is encoded as ${encoding}; please write it as PLAIN or with a dictionary`);
}

/** The marks' length and the marks, where values may be missing; then the values. */
function checkFirstFormat(packed: Uint8Array, header: PageHeader, { codec, mayMiss }: Column): void {
  const { data_page_header: format, uncompressed_page_size: size } = header;
  if (!format) return;
  const page = decompressPage(packed, size, codec, compressors);
  const count = format.num_values;
  if (!mayMiss) {
    checkPlaces(page, count, format.encoding);
    return;
  }
  if (page.length < 4) throw new RangeError('a page ends before its values');
  const end = 4 + new DataView(page.buffer, page.byteOffset).getUint32(0, true);
  const marks = page.subarray(4, end);
  checkRuns(marks, 1, count);
  checkPlaces(page.subarray(end), setMarks(marks, count), format.encoding);
}

/** The marks are never packed, and the header has their length. */
function checkSecondFormat(packed: Uint8Array, header: PageHeader, { codec, mayMiss }: Column): void {
  const { data_page_header_v2: format, uncompressed_page_size: size } = header;
  if (!format) return;
  const begin = format.repetition_levels_byte_length;
  const end = begin + format.definition_levels_byte_length;
  if (begin !== 0 || !isWithin(end, packed.length)) throw new RangeError('a page is shorter than its marks');
  if (mayMiss) checkRuns(packed.subarray(0, end), 1, format.num_values);
  else if (end !== 0) throw new RangeError('a page has marks of missing values, which its column has not');
  const rest = packed.subarray(end);
  const page = format.is_compressed ? decompressPage(rest, size - end, codec, compressors) : rest;
  checkPlaces(page, format.num_values - format.num_nulls, format.encoding);
}

/** Values that are places in a dictionary: the width of a place in bits, then the places. Of yes and no: a length, then bits. */
function checkPlaces(values: Uint8Array, count: number, encoding: string): void {
  if (encoding === 'RLE') checkRuns(values.subarray(4), 1, count);
  else if (encoding !== 'PLAIN') checkRuns(values.subarray(1), values[0] ?? 0, count);
}

function isWithin(count: number, most: number): boolean {
  return count >= 0 && count <= most;
}
