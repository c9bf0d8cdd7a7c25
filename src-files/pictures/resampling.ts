/** What each place of a side's result takes of the places of the source: weights in order, those of all places behind each other. */
export interface Taken {
  /** The first place that is taken, of each. */
  readonly firsts: Int32Array;
  /** Where the weights of each begin, and behind them where the last end. */
  readonly starts: Int32Array;
  /** Whole numbers that add up to 2 to the power of 22. */
  readonly weights: Int32Array;
}

/** A part of a side, in places of the source, which need not be whole. */
export interface Part {
  readonly from: number;
  readonly span: number;
}

/** Bits of a weight behind the point: 8 of a byte and 2 for sums fill 32 with them. */
const precision = 22;
const half = 1 << (precision - 1);

/**
 * Weights of a triangle filter: bilinear; where a side shrinks, as wide as what comes together in a place, so that nothing
 * falls between places. Rounded as Pillow's `resize` has them, whose ends of a part are of single precision.
 */
export function takenBy(
  length: number,
  wanted: number,
  { from, span }: Part = { from: 0, span: length },
): Taken {
  const begin = Math.fround(from);
  const scale = Math.fround(Math.fround(from + span) - begin) / wanted;
  const reach = Math.max(scale, 1);
  const firsts = new Int32Array(wanted);
  const starts = new Int32Array(wanted + 1);
  const weights = new Int32Array(wanted * (2 * Math.ceil(reach) + 2));
  const heights = new Float64Array(2 * Math.ceil(reach) + 2);
  let count = 0;
  for (let place = 0; place < wanted; place += 1) {
    const centre = begin + (place + 0.5) * scale;
    const first = Math.max(0, Math.trunc(centre - reach + 0.5));
    const last = Math.min(length, Math.trunc(centre + reach + 0.5));
    let total = 0;
    for (let at = first; at < last; at += 1) {
      heights[at - first] = Math.max(0, 1 - Math.abs((at - centre + 0.5) / reach));
      total += heights[at - first];
    }
    firsts[place] = first;
    starts[place] = count;
    for (let at = first; at < last; at += 1, count += 1)
      weights[count] = Math.trunc(0.5 + (heights[at - first] / total) * 2 ** precision);
  }
  starts[wanted] = count;
  return { firsts, starts, weights };
}

/** Bytes of a picture, row by row; of each pixel only the first `planes` of its channels are taken. */
export interface Interleaved {
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly channels: number;
  readonly planes: number;
}

/**
 * Across first and then down, rounded to bytes after each as Pillow does; of rows that nothing is taken of, nothing is computed.
 * @returns [down, across, planes]
 */
export function resampled(source: Interleaved, down: Taken, across: Taken): Uint8Array {
  const rows = down.firsts.length;
  const firstRow = down.firsts[0];
  const lastRow = down.firsts[rows - 1] + down.starts[rows] - down.starts[rows - 1];
  const size = across.firsts.length * source.planes;
  const narrow = new Uint8Array((lastRow - firstRow) * size);
  const take = takerAcross(source);
  for (let row = firstRow; row < lastRow; row += 1)
    take(source, row, across, narrow, (row - firstRow) * size);
  return takenDown(narrow, size, down, firstRow);
}

type TakeAcross = (source: Interleaved, row: number, taken: Taken, to: Uint8Array, offset: number) => void;

/** The quickest way for the pixels at hand. */
function takerAcross(source: Interleaved): TakeAcross {
  if (source.planes !== 3) return takeAcross;
  const { pixels } = source;
  if (source.channels !== 4 || pixels.byteOffset % 4 !== 0) return takeColoursAcross;
  const words = new Uint32Array(pixels.buffer, pixels.byteOffset, pixels.length / 4);
  return (_, row, across, to, offset) => takeWordsAcross(words, row * source.width, across, to, offset);
}

function takeAcross(
  { pixels, width, channels, planes }: Interleaved,
  row: number,
  { firsts, starts, weights }: Taken,
  to: Uint8Array,
  offset: number,
): void {
  for (let column = 0; column < firsts.length; column += 1)
    for (let plane = 0; plane < planes; plane += 1) {
      let sum = half;
      let place = (row * width + firsts[column]) * channels + plane;
      for (let weight = starts[column]; weight < starts[column + 1]; weight += 1) {
        sum = (sum + Math.imul(weights[weight], pixels[place])) | 0;
        place += channels;
      }
      to[offset + column * planes + plane] = sum >> precision;
    }
}

/** The same of three planes, whose weights are read once. */
function takeColoursAcross(
  { pixels, width, channels }: Interleaved,
  row: number,
  { firsts, starts, weights }: Taken,
  to: Uint8Array,
  offset: number,
): void {
  let result = offset;
  for (let column = 0; column < firsts.length; column += 1) {
    let red = half;
    let green = half;
    let blue = half;
    let place = (row * width + firsts[column]) * channels;
    for (let weight = starts[column]; weight < starts[column + 1]; weight += 1) {
      const taken = weights[weight];
      red = (red + Math.imul(taken, pixels[place])) | 0;
      green = (green + Math.imul(taken, pixels[place + 1])) | 0;
      blue = (blue + Math.imul(taken, pixels[place + 2])) | 0;
      place += channels;
    }
    to[result] = red >> precision;
    to[result + 1] = green >> precision;
    to[result + 2] = blue >> precision;
    result += 3;
  }
}

/**
 * The same of pixels of four bytes, each read once.
 * @param words of red, green, blue and alpha; the least significant byte is red
 */
function takeWordsAcross(
  words: Uint32Array,
  begin: number,
  { firsts, starts, weights }: Taken,
  to: Uint8Array,
  offset: number,
): void {
  let result = offset;
  for (let column = 0; column < firsts.length; column += 1) {
    let red = half;
    let green = half;
    let blue = half;
    let place = begin + firsts[column];
    for (let weight = starts[column]; weight < starts[column + 1]; weight += 1) {
      const taken = weights[weight];
      const word = words[place];
      red = (red + Math.imul(taken, word & 0xff)) | 0;
      green = (green + Math.imul(taken, (word >>> 8) & 0xff)) | 0;
      blue = (blue + Math.imul(taken, (word >>> 16) & 0xff)) | 0;
      place += 1;
    }
    to[result] = red >> precision;
    to[result + 1] = green >> precision;
    to[result + 2] = blue >> precision;
    result += 3;
  }
}

/** @param firstRow that of the source which `rows` begin with, of so many bytes each */
function takenDown(rows: Uint8Array, size: number, { firsts, starts, weights }: Taken, firstRow: number) {
  const result = new Uint8Array(firsts.length * size);
  const sums = new Int32Array(size);
  for (let row = 0; row < firsts.length; row += 1) {
    sums.fill(half);
    let begin = (firsts[row] - firstRow) * size;
    let weight = starts[row];
    // By twos, as sums are read and written half as often then.
    for (; weight + 2 <= starts[row + 1]; weight += 2, begin += 2 * size)
      addBoth(weights[weight], weights[weight + 1], rows, begin, sums);
    if (weight < starts[row + 1]) addTimes(weights[weight], rows, begin, sums);
    for (let at = 0; at < size; at += 1) result[row * size + at] = sums[at] >> precision;
  }
  return result;
}

function addTimes(weight: number, rows: Uint8Array, from: number, to: Int32Array): void {
  for (let at = 0; at < to.length; at += 1) to[at] += Math.imul(weight, rows[from + at]);
}

/** Of two rows behind each other. */
function addBoth(weight: number, next: number, rows: Uint8Array, from: number, to: Int32Array): void {
  const nextFrom = from + to.length;
  for (let at = 0; at < to.length; at += 1)
    to[at] += (Math.imul(weight, rows[from + at]) + Math.imul(next, rows[nextFrom + at])) | 0;
}
