import { z } from 'zod';
import { listOf } from '../protocol/list-of';

/**
 * How much higher the negative log-likelihood of the first samples is than that of all, of each number of samples that is scored
 * but the last: the 95 % interval of the mean difference, item by item, so that what items differ by among each other is not in it.
 */
export const nllAboveAllSchema = listOf(
  z.strictObject({
    samples: z.int().min(1),
    /** In nats; null where it is not known, as of one item alone. */
    interval: z.tuple([z.number(), z.number()]).nullable(),
  }),
);
export type NllAboveAll = z.output<typeof nllAboveAllSchema>;
