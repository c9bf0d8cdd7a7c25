import { z } from 'zod';
import { assessmentSchema, shownDoubtSchema } from '../../src-shared/assessment/assessment';
import type { Assessed } from './assessed';
import { AssessedTargets } from './assessed-targets';

const packedSchema = z.partialRecord(shownDoubtSchema, z.string());
/** Of each measure [items], packed. */
type Packed = z.output<typeof packedSchema>;

/** What the test items gave: their scores, and the doubts that other data are held against, as base64 of 32-bit floats. */
export const ownPartSchema = assessmentSchema
  .pick({ classes: true, values: true, maps: true, targets: true, groups: true })
  .extend({ doubts: packedSchema, doubtsOfTargets: z.record(z.string(), packedSchema) });
export type OwnPart = Readonly<z.output<typeof ownPartSchema>>;

export function packedDoubts(assessed: Assessed): Pick<OwnPart, 'doubts' | 'doubtsOfTargets'> {
  const targets = assessed instanceof AssessedTargets ? assessed.named : [];
  return {
    doubts: packed(assessed),
    doubtsOfTargets: Object.fromEntries(targets.map(({ name, assessed: one }) => [name, packed(one)])),
  };
}

/** @param target all together, where it is not told */
export function doubtsOf(own: OwnPart, target?: string): ReturnType<Assessed['doubts']> {
  const kept = target === undefined ? own.doubts : (own.doubtsOfTargets[target] ?? {});
  return Object.fromEntries(
    Object.entries(kept).map(([measure, text]) => [
      measure,
      new Float32Array(Uint8Array.from(Buffer.from(text, 'base64')).buffer),
    ]),
  );
}

function packed(assessed: Assessed): Packed {
  return Object.fromEntries(
    Object.entries(assessed.doubts()).map(([measure, doubts]) => [
      measure,
      Buffer.from(doubts.buffer, doubts.byteOffset, doubts.byteLength).toString('base64'),
    ]),
  );
}
