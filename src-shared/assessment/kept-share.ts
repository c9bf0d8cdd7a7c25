import { z } from 'zod';

const score = z.union([z.number(), z.null()]).transform((value) => value ?? Number.NaN);

/** What is left when all but the surest predictions are refused. */
export const keptShareSchema = z.strictObject({
  /** Share of the items that is answered, the surest ones. */
  coverage: z.number(),
  /** Of those: the share that is wrong, or the RMSE of values. */
  risk: score,
  /** The largest doubt among them: -log of an answer's probability, or a predictive standard deviation. */
  doubt: score,
});
export type KeptShare = z.output<typeof keptShareSchema>;
