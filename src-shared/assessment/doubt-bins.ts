import { z } from 'zod';
import { listOf } from '../protocol/list-of';

const count = z.int().min(0);

/** How many items lie where in the plane of their two doubts: of more items than can each have a dot. */
export const doubtBinsSchema = z.strictObject({
  /** The doubt at the far ends of both axes, from 0, and into how many equal parts each is cut. */
  most: z.number(),
  parts: z.int().min(1),
  /** Squares with items: part of the aleatoric axis, part of the epistemic one, items, and how many of these are wrong. */
  cells: listOf(z.tuple([count, count, z.int().min(1), count])),
});
export type DoubtBins = z.output<typeof doubtBinsSchema>;
