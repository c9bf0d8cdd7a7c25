import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BadInputError } from '../../src-shared/errors';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { itemSettings, settingsText } from '../../src-shared/experiment/same-settings';
import { splitSeedOf } from '../../src-shared/experiment/split-seed';
import {
  type PosteriorComparison,
  posteriorComparisonSchema,
} from '../../src-shared/posterior/posterior-comparison';
import { type PosteriorWorkshop, type WorkControls, workWithPosterior } from './posterior-worker';

export interface ComparedRun {
  readonly id: string;
  readonly runFolder: string;
  readonly experiment: Experiment;
}

/**
 * How far two runs' posteriors lie apart, on the test items that both have.
 * @param location where the data of both lie
 * @throws BadInputError where there are no test items, FailedError, the signal's reason
 */
export async function compareRuns(
  [first, second]: readonly [ComparedRun, ComparedRun],
  location: string,
  workshop: PosteriorWorkshop,
  controls: WorkControls,
): Promise<PosteriorComparison> {
  const folder = await mkdtemp(join(tmpdir(), 'parasample-compare-'));
  try {
    const out = join(folder, 'comparison.json');
    const [posterior, other] = [first, second].map(({ runFolder }) =>
      join(runFolder, 'posterior.safetensors'),
    );
    await workWithPosterior({ kind: 'compare', posterior, other, location, out }, workshop, controls);
    return posteriorComparisonSchema.parse(JSON.parse(await readFile(out, 'utf8')));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Data are split, and inputs put to scale, by the data's settings and the seed; what weighs the likelihood alone may differ.
 * @throws BadInputError where the two runs differ in one
 */
export function refuseOtherItems(first: ComparedRun, second: ComparedRun): void {
  const [one, other] = [first, second].map(({ experiment }) => experiment);
  if (settingsText(itemSettings(one.data)) !== settingsText(itemSettings(other.data)))
    throw new BadInputError(
      `Runs ${first.id} and ${second.id} have different data settings, so they share no test items; posteriors are compared on the same data.`,
    );
  if (splitSeedOf(one) !== splitSeedOf(other))
    throw new BadInputError(
      `Runs ${first.id} and ${second.id} have the seeds ${one.seed} and ${other.seed}, by which data are split; posteriors are compared at the same seed, or at the same data.splitSeed.`,
    );
}
