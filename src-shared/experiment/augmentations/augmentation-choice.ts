import type { z } from 'zod';
import type { Choice } from '../choice';

/** A way of changing training pictures at random, and what may be asked of it without computing. */
export interface AugmentationChoice<Settings extends z.ZodObject> extends Choice<Settings> {
  /** Whether it mixes a picture with another, and the targets of both; such come last. */
  readonly mixes: boolean;
  /** Whether settings of it say what becomes of colours, which grey pictures do not have: the first such setting that is in use. */
  readonly coloursOf?: (settings: z.output<Settings>) => string | undefined;
  /** Whether numbers that are predicted of pictures, or classes of their pixels, can follow it. */
  readonly follows: { readonly values: boolean; readonly pixels: boolean };
}
