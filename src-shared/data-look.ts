import { z } from 'zod';

/** What a file of data holds, before anything is trained on it. */

const count = z.int().min(0);

const columnSchema = z.strictObject({
  name: z.string(),
  /** Cells that hold nothing. */
  empty: count,
  /** Different cells that hold something. */
  different: count,
  /** `mixed`: most cells are numbers, and some are not. */
  holds: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('numbers'),
      least: z.number(),
      most: z.number(),
      mean: z.number(),
      std: z.number(),
      /** Rows in each of equal parts of the range. */
      histogram: z.array(count),
    }),
    z.strictObject({
      kind: z.literal('texts'),
      /** The most frequent, with their rows. */
      frequent: z.array(z.strictObject({ text: z.string(), rows: count })),
    }),
    z.strictObject({ kind: z.literal('times'), first: z.string(), last: z.string() }),
    z.strictObject({
      kind: z.literal('mixed'),
      others: count,
      /** The first that is no number, and where it stands. */
      example: z.string(),
      place: z.string(),
    }),
    z.strictObject({ kind: z.literal('nothing') }),
  ]),
});

export const tableLookSchema = z.strictObject({
  file: z.string(),
  rows: count,
  columns: z.array(columnSchema),
  /** What was understood of the file: whole sentences. */
  notes: z.array(z.string()),
  /** What may be a mistake, each with its remedy: whole sentences. */
  odd: z.array(z.string()),
});

export type ColumnLook = Readonly<z.output<typeof columnSchema>>;
export type TableLook = Readonly<z.output<typeof tableLookSchema>>;
