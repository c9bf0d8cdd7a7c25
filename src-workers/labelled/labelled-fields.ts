import { BadInputError } from '../../src-shared/errors';
import type { FieldSettings } from '../../src-shared/experiment/data';
import type { PosteriorMetadata } from '../../src-shared/posterior/posterior-metadata';
import { knownOrMean, openStandardFields } from '../predict/field-steps';
import type { InputPlace } from '../predict/prediction-inputs';
import type { LabelledItems } from './labelled-items';

/** The time steps of fields that are followed by the next without a gap in time. */
export async function openLabelledFields(
  { path, isFolder }: InputPlace,
  data: FieldSettings,
  metadata: PosteriorMetadata,
): Promise<LabelledItems> {
  const { steps, gaps, notes, size, standard } = await openStandardFields(path, isFolder, data, metadata);
  const overGap = new Set(gaps);
  const items = Array.from({ length: Math.max(0, steps - 1) }, (_, step) => step).filter(
    (step) => !overGap.has(step),
  );
  if (items.length === 0)
    throw new BadInputError(
      `${path} has no time step that is followed by the next; to be scored, it needs two.`,
    );
  const joined = (first: number, count: number, later: number) => {
    const values = new Float32Array(count * size);
    items.slice(first, first + count).forEach((step, place) => {
      values.set(standard(step + later), place * size);
    });
    return values;
  };
  return {
    items: items.length,
    keys: [{ name: 'step', of: (item) => [items[item] + 1] }],
    read: async (first, count) => knownOrMean(joined(first, count, 0)),
    targets: (first, count) => joined(first, count, 1),
    dependence: { kind: 'time' },
    notes,
  };
}
