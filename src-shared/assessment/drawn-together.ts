import { z } from 'zod';

const count = z.int().min(1);

/** What intervals draw anew as a whole, where items are not independent of each other; without it items are drawn one by one. */
export const drawnTogetherSchema = z.discriminatedUnion('kind', [
  /** All items of a group (a patient, a site), as the data's column of groups names them. */
  z.strictObject({ kind: z.literal('groups'), column: z.string().min(1), count }),
  /** So many items that follow each other in time; the last block may have fewer. */
  z.strictObject({ kind: z.literal('blocks'), length: count, count }),
]);
export type DrawnTogether = Readonly<z.output<typeof drawnTogetherSchema>>;

/** How intervals came about, for a sentence. */
export function drawnAnew(drawn: DrawnTogether | undefined): string {
  switch (drawn?.kind) {
    case undefined:
      return 'by drawing the items anew';
    case 'groups':
      return drawn.count === 1
        ? `not known, as all items are of one group (${drawn.column})`
        : `by drawing the ${drawn.count} groups of ${drawn.column} anew, each as a whole`;
    case 'blocks':
      return `by drawing anew ${drawn.count} blocks of ${drawn.length} items that follow each other, each as a whole`;
  }
}
