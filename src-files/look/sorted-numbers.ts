/** Shorter arrays are sooner sorted by comparing. */
const leastCounted = 20_000;
/** A double's bits from the lowest on, eleven at a time. */
const [digits, digitValues] = [6, 2048];

/**
 * The numbers among these in ascending order, NaN left out: what `filter` and `sort` give, -0 before 0, in a third of the time.
 * Many are sorted digit by digit (LSD radix sort): bits of doubles, the negative ones turned over, are in the order of the numbers.
 */
export function sortedNumbers(numbers: Float64Array): Float64Array {
  const known = withoutNaN(numbers);
  return known.length < leastCounted ? known.sort() : radixSorted(known);
}

function withoutNaN(numbers: Float64Array): Float64Array<ArrayBuffer> {
  const known = new Float64Array(numbers.length);
  let count = 0;
  for (const number of numbers)
    if (!Number.isNaN(number)) {
      known[count] = number;
      count += 1;
    }
  return known.slice(0, count);
}

/** @param numbers are written over */
function radixSorted(numbers: Float64Array<ArrayBuffer>): Float64Array {
  const count = numbers.length;
  let from = new Uint32Array(numbers.buffer);
  let to = new Uint32Array(2 * count);
  turn(from, (high) => high >>> 31 === 1);
  const places = placesOf(from);
  for (let digit = 0; digit < digits; digit += 1) {
    move(from, to, places.subarray(digit * digitValues, (digit + 1) * digitValues), digit);
    [from, to] = [to, from];
  }
  turn(from, (high) => high >>> 31 === 0);
  return new Float64Array(from.buffer);
}

/** Turns all bits of what was (or is to be) negative, and the sign of all others. */
function turn(words: Uint32Array, isNegative: (high: number) => boolean): void {
  for (let at = 0; at < words.length; at += 2) {
    const high = words[at + 1];
    if (isNegative(high)) {
      words[at] = ~words[at];
      words[at + 1] = ~high;
    } else words[at + 1] = high ^ 0x80000000;
  }
}

/** Where the first number with each value of each digit goes, [digits, values]. */
function placesOf(words: Uint32Array): Uint32Array {
  const places = new Uint32Array(digits * digitValues);
  for (let at = 0; at < words.length; at += 2)
    for (let digit = 0; digit < digits; digit += 1)
      places[digit * digitValues + digitOf(words[at], words[at + 1], digit)] += 1;
  for (let digit = 0; digit < digits; digit += 1) {
    let before = 0;
    for (let value = digit * digitValues; value < (digit + 1) * digitValues; value += 1) {
      const own = places[value];
      places[value] = before;
      before += own;
    }
  }
  return places;
}

function digitOf(low: number, high: number, digit: number): number {
  switch (digit) {
    case 0:
      return low & 2047;
    case 1:
      return (low >>> 11) & 2047;
    case 2:
      return (low >>> 22) | ((high & 1) << 10);
    case 3:
      return (high >>> 1) & 2047;
    case 4:
      return (high >>> 12) & 2047;
    default:
      return high >>> 23;
  }
}

function move(from: Uint32Array, to: Uint32Array, places: Uint32Array, digit: number): void {
  for (let at = 0; at < from.length; at += 2) {
    const [low, high] = [from[at], from[at + 1]];
    const value = digitOf(low, high, digit);
    const place = 2 * places[value];
    places[value] += 1;
    to[place] = low;
    to[place + 1] = high;
  }
}
