import type { Problem } from '../problem';

/** Heads share the numbers of a token evenly. */
export function headProblems({
  width,
  heads,
}: {
  readonly width: number;
  readonly heads: number;
}): Problem[] {
  if (width % heads === 0) return [];
  return [
    {
      path: 'model.heads',
      message: `${heads} heads cannot share a width of ${width} evenly; use a divisor of it.`,
    },
  ];
}
