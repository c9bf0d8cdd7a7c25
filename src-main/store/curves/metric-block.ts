/** Points of one curve in columns, oldest first. Times in milliseconds since the Unix epoch. */
export interface CurvePoints {
  readonly ids: ArrayLike<number>;
  readonly steps: ArrayLike<number>;
  readonly epochs: ArrayLike<number>;
  readonly times: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

/** What stands for many points where a chart has no room for all. */
export interface Extreme {
  /** Among the block's points. */
  readonly index: number;
  readonly id: number;
  readonly step: number;
  readonly epoch: number;
  readonly time: number;
  readonly value: number;
}

/** Points as they are packed into one row of metric_blocks: 64-bit floats in the machine's (little-endian) order. */
export interface PackedBlock {
  readonly points: number;
  readonly nonPositive: number;
  readonly notFinite: number;
  /** Lowest, highest and first not finite point of every `pieceLength` points, in their order. */
  readonly extremes: Uint8Array;
  /** The values. */
  readonly readings: Uint8Array;
  /** Ids, steps, epochs and times, one column after the other. */
  readonly places: Uint8Array;
}

/** At most this many points are in a block. */
export const blockLength = 1024;
/** Extremes are kept of each piece of this many points. */
export const pieceLength = 64;

const extremeFields = 6;

export function packBlock(points: CurvePoints): PackedBlock {
  const { ids, steps, epochs, times, values } = points;
  const readings = Float64Array.from(values);
  const places = new Float64Array(values.length * 4);
  [ids, steps, epochs, times].forEach((column, index) => {
    places.set(Float64Array.from(column), index * values.length);
  });
  return {
    points: values.length,
    nonPositive: readings.filter((value) => value <= 0 && Number.isFinite(value)).length,
    notFinite: readings.filter((value) => !Number.isFinite(value)).length,
    extremes: bytesOf(Float64Array.from(extremesOf(points))),
    readings: bytesOf(readings),
    places: bytesOf(places),
  };
}

export function unpackExtremes(bytes: Uint8Array): Extreme[] {
  const floats = floatsOf(bytes);
  return Array.from({ length: floats.length / extremeFields }, (_, row) => {
    const [index, id, step, epoch, time, value] = floats.subarray(row * extremeFields);
    return { index, id, step, epoch, time, value };
  });
}

export function unpackReadings(bytes: Uint8Array): Float64Array {
  return floatsOf(bytes);
}

export function unpackPlaces(bytes: Uint8Array): Omit<CurvePoints, 'values'> {
  const floats = floatsOf(bytes);
  const length = floats.length / 4;
  const column = (index: number) => floats.subarray(index * length, (index + 1) * length);
  return { ids: column(0), steps: column(1), epochs: column(2), times: column(3) };
}

function extremesOf({ ids, steps, epochs, times, values }: CurvePoints): number[] {
  const floats: number[] = [];
  for (let first = 0; first < values.length; first += pieceLength)
    for (const index of extremeIndices(values, first, Math.min(first + pieceLength, values.length)))
      floats.push(index, ids[index], steps[index], epochs[index], times[index], values[index]);
  return floats;
}

/** Of the points from `first` to before `end`: the lowest, the highest and the first that is not finite, in order. */
export function extremeIndices(values: ArrayLike<number>, first: number, end: number): number[] {
  let lowest = -1;
  let highest = -1;
  let notFinite = -1;
  for (let index = first; index < end; index += 1) {
    const value = values[index];
    if (!Number.isFinite(value)) {
      if (notFinite < 0) notFinite = index;
    } else {
      if (lowest < 0 || value < values[lowest]) lowest = index;
      if (highest < 0 || value > values[highest]) highest = index;
    }
  }
  const found = [lowest, highest, notFinite].filter((index) => index >= 0);
  return [...new Set(found)].sort((a, b) => a - b);
}

function bytesOf(floats: Float64Array): Uint8Array {
  return new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength);
}

/** SQLite's bytes may begin anywhere; floats need a multiple of 8. */
function floatsOf(bytes: Uint8Array): Float64Array {
  const isAligned = bytes.byteOffset % 8 === 0;
  const { buffer, byteOffset, byteLength } = isAligned ? bytes : Uint8Array.from(bytes);
  return new Float64Array(buffer, byteOffset, byteLength / 8);
}
