import { z } from 'zod';

/** What a person adds to a run. */
export interface Annotations {
  /** In alphabetical order. */
  readonly tags: readonly string[];
  readonly notes: string;
  readonly starred: boolean;
  /** Archived runs are left out of lists unless asked for. */
  readonly archived: boolean;
}

export const noAnnotations: Annotations = { tags: [], notes: '', starred: false, archived: false };

/** Any text without control characters: names and tags may hold markup, which views show as text. */
const tagSchema = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .regex(/^\P{Cc}+$/u, 'A tag is one line of text.');

/** A change of one or many runs' annotations; what is left out stays. */
export const annotationChangeSchema = z.strictObject({
  name: z.string().trim().min(1).max(120).optional(),
  notes: z.string().max(20_000).optional(),
  /** What the notes were when they were begun to be changed: what somebody else wrote since then is kept before them. */
  notesBefore: z.string().optional(),
  starred: z.boolean().optional(),
  archived: z.boolean().optional(),
  addTags: z.array(tagSchema).max(50).optional(),
  removeTags: z.array(z.string().min(1).max(60)).max(50).optional(),
});
export type AnnotationChange = Readonly<z.output<typeof annotationChangeSchema>>;

/** How long a removed run can be brought back, in milliseconds. */
export const undoWindowMs = 10 * 60 * 1000;

/** A run that was removed and can still be brought back. */
export interface RemovedRun {
  readonly id: string;
  readonly name: string;
  /** Milliseconds since the Unix epoch. */
  readonly removed: number;
}
