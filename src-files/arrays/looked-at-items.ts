import { spreadPlace } from '../data/spread-place';
import { mayMeasureInPart } from '../fingerprinting';

/** Numbers that are read of a larger array before training. */
export const mostLookedAt = 100_000_000;

/**
 * Every how many of an array's items is read before training: all where they are few, and of those of gigabytes evenly spread ones.
 * @param size numbers of an item
 */
export function lookStride(items: number, size: number, most = mostLookedAt): number {
  return items * size <= most || !mayMeasureInPart() ? 1 : Math.ceil((items * size) / most);
}

/** The places of those that are read, one of each `stride` that follow each other. */
export function* lookedAtItems(items: number, stride: number): Iterable<number> {
  for (let first = 0; first < items; first += stride)
    yield spreadPlace(first / stride, first, Math.min(items, first + stride));
}
