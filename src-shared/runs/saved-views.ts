import { z } from 'zod';

/** Something to show again, kept under a name: columns and query of the table, runs and charts of a comparison. */
export const savedViewSchema = z.strictObject({
  /** Left out for a new one. */
  id: z.string().min(1).max(64).optional(),
  name: z.string().trim().min(1).max(120),
  kind: z.enum(['runs', 'compare', 'study']),
  /** What the view needs to show it; JSON of at most 64 KB, checked by the view that reads it. */
  state: z.json(),
});
export type SavedViewInput = Readonly<z.input<typeof savedViewSchema>>;

export type SavedView = Readonly<z.output<typeof savedViewSchema>> & {
  readonly id: string;
  /** Milliseconds since the Unix epoch. */
  readonly changed: number;
};

/** Longest JSON of a view's state, in characters. */
export const longestState = 65_536;

/** Where the window was: kept under a key such as `window` or `runs.table`, so that it opens as it was left. */
export const stateKeySchema = z.string().regex(/^[a-z0-9.-]{1,64}$/i);
