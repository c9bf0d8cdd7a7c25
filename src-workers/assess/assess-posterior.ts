import { writeFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import {
  type Assessment,
  type DoubtMeasure,
  doubtMeasures,
  type OtherResult,
} from '../../src-shared/assessment';
import { BadInputError } from '../../src-shared/errors';
import type { ImageSetSettings } from '../../src-shared/experiment/data/image-sets';
import type { PosteriorResult, PosteriorWork } from '../../src-shared/posterior-work';
import type { EngineChoice } from '../../src-shared/worker-protocol';
import { detection } from '../evaluate/detection';
import { openInputs, openRunData } from '../kinds-of-data';
import { Sampler } from '../posterior/sampler';
import { openPosterior, type TrainedPosterior } from '../posterior/trained-posterior';
import { inputPlace } from '../predict/input-place';
import { assessCorruptions, corruptedItems, refuseWithoutPictures } from './assess-corruptions';
import { assessOther, assessSplit, newTestTable } from './assess-items';
import type { Assessed } from './assessed';
import { AssessedClasses } from './assessed-classes';
import { AssessedValues } from './assessed-values';
import { classScores } from './class-scores';
import { noiseItems } from './noise-items';
import type { OtherItems } from './other-items';
import { otherPictures } from './other-pictures';

type AssessmentWork = Extract<PosteriorWork, { kind: 'assess' }>;
type OtherSource = AssessmentWork['ood'][number];

/**
 * Looks how far the doubt of a posterior can be trusted, and writes what came of it as JSON.
 * @param onProgress items predicted, of so many
 * @throws BadInputError where the run has no test items, or other data do not fit its network
 */
export async function assessPosterior(
  work: AssessmentWork,
  engine: EngineChoice,
  onProgress: (done: number, total: number) => void,
): Promise<PosteriorResult> {
  const posterior = await openPosterior(work.posterior, work.samples ?? 'as-scored', 'outputs');
  const { metadata } = posterior;
  if (metadata.task.kind === 'segmentation')
    throw new BadInputError(
      'Evaluating is of items with one class or with values, and not yet of class maps; their scores are those of the run.',
    );
  const data = await openRunData(metadata.experiment, work.location);
  if (data.test.length === 0)
    throw new BadInputError('The run has no test items; train with a data.testFraction above 0.');
  if (work.corruptions) refuseWithoutPictures(metadata);
  const others = await Promise.all(
    work.ood.map((one) => openOther(one, posterior, data.test.length, engine)),
  );
  const sampler = new Sampler(posterior, engine);
  try {
    const spoilt = work.corruptions ? corruptedItems(data) : 0;
    const known = data.test.length + spoilt;
    const onItems = counting(
      others.reduce((sum, { items }) => sum + items, known),
      onProgress,
    );
    const table = work.table && newTestTable(sampler, work.table);
    const own = await assessSplit(sampler, data, data.test, onItems, table);
    const ood: OtherResult[] = [];
    for (const other of others) ood.push(await resultOf(sampler, own, other, onItems));
    const corruptions = work.corruptions ? await assessCorruptions(sampler, data, onItems) : undefined;
    const { samples } = sampler;
    const kept = work.kept?.step === metadata.step && work.kept.samples === samples ? work.kept : undefined;
    const assessment: Assessment = {
      version: 1,
      step: metadata.step,
      samples,
      items: data.test.length,
      ...(own instanceof AssessedClasses
        ? { classes: classScores(own.pooled(), own.classes, metadata.experiment.seed) }
        : {}),
      ...(own instanceof AssessedValues ? { values: own.scores() } : {}),
      ...keptOr(corruptions, kept),
      ood: [...(kept?.ood.filter(({ name }) => ood.every((one) => one.name !== name)) ?? []), ...ood],
    };
    await writeFile(work.out, JSON.stringify(assessment));
    return { rows: 0, samples, columns: [], notes: [] };
  } finally {
    sampler.dispose();
    data.close();
  }
}

function keptOr(
  corruptions: Assessment['corruptions'],
  kept: Assessment | undefined,
): Pick<Assessment, 'corruptions'> {
  const known = corruptions ?? kept?.corruptions;
  return known ? { corruptions: known } : {};
}

function counting(total: number, onProgress: (done: number, total: number) => void): (items: number) => void {
  let done = 0;
  return (items) => {
    done += items;
    onProgress(done, total);
  };
}

async function resultOf(
  sampler: Sampler,
  own: Assessed,
  other: OtherItems,
  onItems: (items: number) => void,
): Promise<OtherResult> {
  const measures: readonly DoubtMeasure[] = doubtMeasures[sampler.posterior.metadata.task.kind];
  const [ownDoubts, doubts] = [own.doubts(), (await assessOther(sampler, other, onItems)).doubts()];
  const none = new Float32Array(0);
  return {
    name: other.name,
    title: other.title,
    items: other.items,
    detection: Object.fromEntries(
      measures.map((one) => [one, detection(ownDoubts[one] ?? none, doubts[one] ?? none)]),
    ),
  };
}

/** @param items of noise: as many as there are test items */
async function openOther(
  source: OtherSource,
  { metadata }: TrainedPosterior,
  items: number,
  engine: EngineChoice,
): Promise<OtherItems> {
  switch (source.kind) {
    case 'noise':
      return noiseItems(metadata, items);
    case 'dataset':
      return otherPictures(source.dataset as ImageSetSettings['dataset'], source.location, metadata);
    case 'file': {
      const place = await inputPlace(source.path, metadata.experiment.data);
      const inputs = await openInputs(place, metadata, engine);
      const title = basename(source.path);
      return { name: metricName(title), title, items: inputs.items, read: inputs.read };
    }
  }
}

/** A file's name as part of a metric's: letters, digits and hyphens. */
function metricName(file: string): string {
  const plain = file.slice(0, file.length - extname(file).length).toLowerCase();
  return plain.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'file';
}
