interface SampleNll {
  readonly samples: number;
  readonly nll: number;
}

/** An NLL with its 95 % interval. */
export interface NllInterval {
  readonly nll: number;
  readonly interval: readonly [low: number, high: number];
}

/**
 * The fewest samples whose NLL, and that of all more, lies within the interval around that of all samples; undefined where only all do.
 * Only the interval's reach counts, so that it may be of other draws, or in another unit of the target.
 * @param scores by rising number of samples, the last of all
 */
export function enoughSamples(
  scores: readonly SampleNll[],
  { nll, interval: [low, high] }: NllInterval,
): number | undefined {
  const last = scores.at(-1);
  if (!last) return undefined;
  const isWithin = (one: SampleNll) =>
    one.nll >= last.nll - (nll - low) && one.nll <= last.nll + (high - nll);
  const outside = scores.findLastIndex((one) => !isWithin(one));
  const found = scores[outside + 1];
  return found === last ? undefined : found?.samples;
}
