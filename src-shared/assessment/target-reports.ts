import { z } from 'zod';
import { listOf } from '../protocol/list-of';
import { evaluationReportSchema } from './evaluation-report';
import { predictionReportSchema } from './prediction-report';

/** `targets.json` in the run's folder: what the test split's predictions say of each head, or of each of several values. */

export const targetReportsSchema = z.strictObject({
  version: z.literal(1),
  targets: listOf(
    z.strictObject({
      name: z.string().min(1),
      /** Of classes. */
      evaluation: evaluationReportSchema.optional(),
      /** Of values. */
      predictions: predictionReportSchema.optional(),
    }),
  ),
});
export type TargetReports = Readonly<z.output<typeof targetReportsSchema>>;
export type TargetReport = TargetReports['targets'][number];
