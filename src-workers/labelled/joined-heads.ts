import type { PosteriorTask } from '../../src-shared/posterior/posterior-metadata';
import { headParts } from '../models/head-parts';

type Heads = Extract<PosteriorTask, { readonly kind: 'heads' }>;
type Head = Heads['heads'][number];

/**
 * The targets of several heads beside each other, labels as numbers, [items, numbers of all].
 * @param targetsOf of one head, by its place
 */
export function joinedHeads(
  task: Heads,
  targetsOf: (head: Head, at: number) => Int32Array | Float32Array,
): Float32Array {
  const parts = headParts<Head>(task).map(({ head, targets: { first, size } }, at) => ({
    own: targetsOf(head, at),
    first,
    size,
  }));
  const [width] = task.targetShape;
  const items = parts[0].own.length / parts[0].size;
  const all = new Float32Array(items * width);
  for (const { own, first, size } of parts)
    own.forEach((value, at) => {
      all[Math.floor(at / size) * width + first + (at % size)] = value;
    });
  return all;
}
