import type { Span } from '../../src-shared/experiment/data/time-split';
import { mayMeasureInPart } from '../fingerprinting';
import { spreadPlace } from './spread-place';
import type { StepValues } from './step-values';

/** Numbers of a field that are read before training; of a larger one evenly spread steps stand for all. */
export const mostLookedAt = 20_000_000;

/**
 * The steps of a span that are read to measure what is in it: all of those that lie in memory, and of what is read from the disk as many
 * as are soon read, together as they lie there.
 * @param perStep numbers of a step
 */
export function lookedAtSteps(
  { together }: Pick<StepValues, 'together'>,
  { first, end }: Span,
  perStep: number,
  most = mostLookedAt,
): readonly Span[] {
  if (together === undefined || (end - first) * perStep <= most || !mayMeasureInPart())
    return [{ first, end }];
  const [from, to] = [Math.floor(first / together), Math.ceil(end / together)];
  const wanted = Math.min(to - from, Math.max(leastGroups, Math.floor(most / (together * perStep))));
  return Array.from({ length: wanted }, (_, at) => {
    const part = (index: number) => from + Math.floor((index * (to - from)) / wanted);
    const group = spreadPlace(at, part(at), part(at + 1));
    return { first: Math.max(first, group * together), end: Math.min(end, (group + 1) * together) };
  });
}

/** However long a chunk is. */
const leastGroups = 16;

export function stepsIn(spans: readonly Span[]): number {
  return spans.reduce((sum, { first, end }) => sum + end - first, 0);
}
