/** Single precision and sums in another order leave numbers apart that are the same. */
const sameWithin = 1e-4;

/** Share of the values that are smaller, 0 to 1; those that are equal count half (mid-rank). */
export function standing(value: number, values: readonly number[]): number {
  const equal = values.filter((one) => isSame(one, value)).length;
  const smaller = values.filter((one) => one < value && !isSame(one, value)).length;
  return (smaller + equal / 2) / values.length;
}

function isSame(one: number, other: number): boolean {
  return Math.abs(one - other) <= sameWithin * Math.max(Math.abs(one), Math.abs(other));
}

/** "more than 93 % of 360 test items"; empty where there are none to hold it against. */
export function standingWords(value: number, values: readonly number[]): string {
  if (values.length === 0) return '';
  const share = standing(value, values);
  const items = `${values.length.toLocaleString('en-GB')} test items`;
  if (values.every((one) => isSame(one, value))) return `the same as all ${items}`;
  if (share === 1) return `more than all ${items}`;
  if (share === 0) return `less than all ${items}`;
  // 99.7 % is not all of them.
  const percent = Math.min(99, Math.max(1, Math.round(100 * share)));
  return `more than ${percent} % of ${items}`;
}
