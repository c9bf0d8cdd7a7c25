import type { z } from 'zod';
import type { Choice } from '../choice';

/** A way of moving weights along gradients. */
export interface OptimiserChoice<Settings extends z.ZodObject> extends Choice<Settings> {
  /** What the paper's reference implementation calls it; missing where it has no such optimiser. */
  readonly referenceName?: string;
}
