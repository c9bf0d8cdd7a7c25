import { type DataFingerprint, dataChanges } from '../../src-shared/data/data-fingerprint';
import { BadInputError } from '../../src-shared/errors';

/**
 * Items are numbered in the order of the files: in others, those that a run was trained on would count as new.
 * @param before what the run's data were read from; undefined where an earlier version did not keep it
 * @throws BadInputError naming what changed
 */
export function refuseChangedData(
  runId: string,
  before: DataFingerprint | undefined,
  now: DataFingerprint,
): void {
  const changes = before ? dataChanges(before, now) : [];
  if (changes.length === 0) return;
  throw new BadInputError(
    `The data of run ${runId} are not those that it was started with: ${changes.join('; ')}. Put them back as they were, or start a new run.`,
  );
}
