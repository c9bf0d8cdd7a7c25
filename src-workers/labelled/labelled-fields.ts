import { stepsAfterHistory } from '../../src-files/data/field-items';
import { BadInputError } from '../../src-shared/errors';
import type { FieldSettings } from '../../src-shared/experiment/data';
import type { PosteriorMetadata } from '../../src-shared/posterior/posterior-metadata';
import { openStandardFields } from '../predict/field-steps';
import type { InputPlace } from '../predict/prediction-inputs';
import type { LabelledItems } from './labelled-items';

/** The time steps of fields that are followed by the next without a gap in time, with the history that the network sees before each. */
export async function openLabelledFields(
  { path, isFolder }: InputPlace,
  data: FieldSettings,
  metadata: PosteriorMetadata,
): Promise<LabelledItems> {
  const opened = await openStandardFields(path, isFolder, data, metadata, 'targets-too');
  const { fields, history } = opened;
  const overGap = new Set([...fields.gaps, fields.steps - 1]);
  const items = stepsAfterHistory(fields, history).filter((step) => !overGap.has(step));
  if (items.length === 0)
    throw new BadInputError(
      `${path} has no time step ${history === 1 ? '' : `with the ${history - 1} before it (data.history) `}that is followed by the next; to be scored, it needs ${history === 1 ? 'two' : history + 1}.`,
    );
  return {
    items: items.length,
    keys: [{ name: 'step', of: (item) => [items[item] + 1] }],
    read: async (first, count) => opened.read(items.subarray(first, first + count)),
    targets: (first, count) => opened.targets(items.subarray(first, first + count)),
    dependence: { kind: 'time' },
    notes: fields.notes,
  };
}
