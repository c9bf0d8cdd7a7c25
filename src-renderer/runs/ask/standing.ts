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
  const items = `${values.length.toLocaleString('en-GB')} test items`;
  return words(value, values, { all: `all ${items}`, some: items });
}

/** "less than 80 % of noise", or more than, whichever are the most. */
export function otherStandingWords(value: number, { name, values }: OtherValues): string {
  return words(value, values, { all: `all of ${name}`, some: name, mayBeLess: true });
}

export interface OtherValues {
  readonly name: string;
  /** Of its items, or their quantiles at equal distances. */
  readonly values: readonly number[];
}

/** "More than 93 % of 360 test items, less than 80 % of noise."; empty where there is nothing to hold it against. */
export function standingSentence(
  value: number,
  tested: readonly number[],
  others: readonly OtherValues[],
): string {
  const parts = [standingWords(value, tested), ...others.map((other) => otherStandingWords(value, other))];
  const text = parts.filter((part) => part !== '').join(', ');
  return text === '' ? '' : `${text[0]?.toUpperCase()}${text.slice(1)}.`;
}

interface Named {
  /** "all of noise" */
  readonly all: string;
  /** "noise", behind "80 % of" */
  readonly some: string;
  readonly mayBeLess?: boolean;
}

function words(value: number, values: readonly number[], { all, some, mayBeLess = false }: Named): string {
  const share = standing(value, values);
  if (values.every((one) => isSame(one, value))) return `the same as ${all}`;
  if (share === 1) return `more than ${all}`;
  if (share === 0) return `less than ${all}`;
  const isLess = mayBeLess && share < 0.5;
  // 99.7 % is not all of them.
  const percent = Math.min(99, Math.max(1, Math.round(100 * (isLess ? 1 - share : share))));
  return `${isLess ? 'less' : 'more'} than ${percent}\u00a0% of ${some}`;
}
