import { z } from 'zod';
import { assessmentSchema, type ShownDoubt, shownDoubtSchema } from '../../src-shared/assessment';
import type { Assessed } from './assessed';

/** What the test items gave: their scores, and the doubts that other data are held against, as base64 of 32-bit floats. */
export const ownPartSchema = assessmentSchema
  .pick({ classes: true, values: true, maps: true, groups: true })
  .extend({ doubts: z.partialRecord(shownDoubtSchema, z.string()) });
export type OwnPart = Readonly<z.output<typeof ownPartSchema>>;

export function packedDoubts(assessed: Assessed): OwnPart['doubts'] {
  return Object.fromEntries(
    Object.entries(assessed.doubts()).map(([measure, doubts]) => [
      measure,
      Buffer.from(doubts.buffer, doubts.byteOffset, doubts.byteLength).toString('base64'),
    ]),
  );
}

/** Of one measure, [items]. */
export function doubtsOf({ doubts }: OwnPart, measure: ShownDoubt): Float32Array {
  return new Float32Array(Uint8Array.from(Buffer.from(doubts[measure] ?? '', 'base64')).buffer);
}

/** Of all measures that there are. */
export function allDoubts(own: OwnPart): ReturnType<Assessed['doubts']> {
  const measures = shownDoubtSchema.options.filter((measure) => own.doubts[measure] !== undefined);
  return Object.fromEntries(measures.map((measure) => [measure, doubtsOf(own, measure)]));
}
