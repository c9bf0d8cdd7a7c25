/** Share of the values that are smaller, 0 to 1; those that are equal count half (mid-rank). */
export function standing(value: number, values: readonly number[]): number {
  const smaller = values.filter((one) => one < value).length;
  const equal = values.filter((one) => one === value).length;
  return (smaller + equal / 2) / values.length;
}

/** "more than 93 % of 360 test items"; empty where there are none to hold it against. */
export function standingWords(value: number, values: readonly number[]): string {
  if (values.length === 0) return '';
  const share = standing(value, values);
  const items = `${values.length.toLocaleString('en-GB')} test items`;
  if (share === 1) return `more than all ${items}`;
  if (share === 0) return `less than all ${items}`;
  // 99.7 % is not all of them.
  const percent = Math.min(99, Math.max(1, Math.round(100 * share)));
  return `more than ${percent} % of ${items}`;
}
