import { type AttributeReader, attributeReader } from './number-attributes';
import { defaultFill, heldBy, unsignedView } from './number-types';
import type { StoredNumbers, StoredValues } from './stored-file';

/** How to get from stored numbers to those meant. */
export interface Unpacking {
  readonly data: StoredNumbers;
  /** The number meant by a stored one; NaN where it marks what is not known. */
  readonly unpacked: (stored: number) => number;
  /** Whether all numbers meant are of 32 bits as the stored ones are. */
  readonly isSingle: boolean;
  /** What was guessed, as whole sentences. */
  readonly notes: readonly string[];
}

/**
 * Reads the conventions of packed data as netCDF4-python does: `_Unsigned`; then `_FillValue` or the type's default,
 * every `missing_value`, and what lies outside of `valid_range` (or `valid_min` and `valid_max`) are not known; then
 * `scale_factor` and `add_offset`, in double precision. What it leaves out or what is guessed becomes a note.
 * @param fills whether a type's default marks what was never written, as in NetCDF
 * @throws BadInputError where the scale or the offset is no number
 */
export function unpackingOf(
  { data: stored, attributes }: StoredValues,
  where: string,
  fills: 'of-the-type' | 'named' = 'of-the-type',
): Unpacking {
  const notes: string[] = [];
  const read = attributeReader(attributes, where, notes);
  const data = unsignedView(stored, attributes.get('_Unsigned'));
  const scale = read.factor('scale_factor') ?? 1;
  const offset = read.factor('add_offset') ?? 0;
  const isMissing = missingMarks(read, data, stored);
  const isNamed = fills === 'named' || attributes.has('_FillValue') || data !== stored;
  const fill = isNamed ? undefined : defaultFill(data);
  const [low, high] = validRange(read, data, stored);
  if (fill !== undefined && !isMissing.has(fill)) {
    const marked = countOf(data, fill);
    if (marked > 0)
      notes.push(
        `${where} names no _FillValue: ${marked} of its ${data.length} values are NetCDF's default one (${fill}), which are taken as not known.`,
      );
  }
  const unpacked = (value: number) => {
    if (value === fill || isMissing.has(value) || value < low || value > high) return Number.NaN;
    return value * scale + offset;
  };
  return { data, unpacked, isSingle: data instanceof Float32Array && scale === 1 && offset === 0, notes };
}

function missingMarks(read: AttributeReader, data: StoredNumbers, stored: StoredNumbers): Set<number> {
  const named = ['_FillValue', 'missing_value'].flatMap((name) =>
    read.numbers(name).flatMap((value) => read.held(name, value, heldBy(value, data, stored))),
  );
  return new Set(named);
}

/** `valid_range` goes before the two others. */
function validRange(
  read: AttributeReader,
  data: StoredNumbers,
  stored: StoredNumbers,
): readonly [low: number, high: number] {
  const held = (name: string, value: number | undefined, otherwise: number) =>
    value === undefined ? otherwise : (read.held(name, value, heldBy(value, data, stored))[0] ?? otherwise);
  const range = read.numbers('valid_range');
  const [low, high] =
    range.length === 2 ? range : [read.numbers('valid_min')[0], read.numbers('valid_max')[0]];
  const names = range.length === 2 ? ['valid_range', 'valid_range'] : ['valid_min', 'valid_max'];
  return [held(names[0], low, Number.NEGATIVE_INFINITY), held(names[1], high, Number.POSITIVE_INFINITY)];
}

function countOf(data: StoredNumbers, wanted: number): number {
  let count = 0;
  for (let index = 0; index < data.length; index += 1) if (Number(data[index]) === wanted) count += 1;
  return count;
}
