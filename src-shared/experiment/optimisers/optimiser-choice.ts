import type { z } from 'zod';
import type { Choice } from '../choice';

/** A way of moving weights along gradients. */
export interface OptimiserChoice<Settings extends z.ZodObject>
  extends Choice<Settings>,
    OptimiserFacts<z.output<Settings>> {}

/** What the rest of the app asks of an optimiser; `src-workers/engine/optimisers` computes with it. */
export interface OptimiserFacts<Settings> {
  /** What it is in the paper's reference implementation; missing where that has no such optimiser. */
  readonly reference?: {
    readonly name: string;
    /** Settings that are always so there. */
    readonly settings?: Readonly<Partial<Settings>>;
  };
}
