import { sizeOf } from '../../../../src-shared/experiment/networks/tensors/weight-tensor';
import type { Call } from '../call';
import { type Known, known } from '../value';

/** Computes a node of known numbers. */
export type Fold = (call: Call, x: Known, inputs: readonly Known[]) => Known | readonly Known[];

/** Some of the places along an axis, in that order. */
export function takenOf(x: Known, axis: number, places: readonly number[]): Known {
  const inner = sizeOf(x.shape.slice(axis + 1));
  const outer = sizeOf(x.shape.slice(0, axis));
  const shape = x.shape.map((length, at) => (at === axis ? places.length : length));
  const values: number[] = [];
  for (let group = 0; group < outer; group += 1)
    for (const place of places) {
      const start = (group * x.shape[axis] + place) * inner;
      for (let at = start; at < start + inner; at += 1) values.push(x.values[at]);
    }
  return known(x.type, shape, values);
}
