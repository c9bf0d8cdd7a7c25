import { writeFile } from 'node:fs/promises';
import {
  type Assessment,
  doubtMeasureSchema,
  type GroupedResult,
  type OtherResult,
  otherResultSchema,
  type TargetScores,
} from '../../src-shared/assessment/assessment';
import { corruptionKinds } from '../../src-shared/assessment/corruptions';
import { BadInputError } from '../../src-shared/errors';
import type { PosteriorResult, PosteriorWork } from '../../src-shared/posterior/posterior-work';
import type { EngineChoice } from '../../src-shared/protocol/worker-protocol';
import { dependenceAmong } from '../data/dependence';
import type { RunData } from '../data/run-data';
import { detection } from '../evaluate/scores/detection';
import { openTrainedData } from '../kinds-of-data';
import { mostDrawnBytes, Sampler } from '../posterior/sampler';
import { openPosterior, type TrainedPosterior } from '../posterior/trained-posterior';
import { assessCorruptions, corruptedItems, refuseWithoutPictures } from './assess-corruptions';
import { assessOther, assessSplit, newAssessed, newTestTable } from './assess-items';
import { assessPruning, prunedItems, refuseUnprunable } from './assess-pruning';
import type { Assessed } from './assessed';
import { AssessedTargets } from './assessed-targets';
import { dataStamp } from './data-stamp';
import { doubtQuantiles } from './doubt-quantiles';
import { FoundParts } from './found-parts';
import { GroupedItems } from './groups/grouped-items';
import { groupsOf } from './groups/groups-of';
import { labelledResults } from './labelled-results';
import { type LabelledSource, openLabelledSource } from './labelled-source';
import type { OtherItems } from './other-items';
import { openOther } from './other-source';
import { doubtsOf, type OwnPart, ownPartSchema, packedDoubts } from './own-part';
import { scoresOf } from './scores-of';

type AssessmentWork = Extract<PosteriorWork, { kind: 'assess' }>;

/**
 * Looks how far the doubt of a posterior can be trusted, and writes what came of it as JSON; what it has found so far, as it goes.
 * @param onProgress items predicted, of so many
 * @throws BadInputError where the run has no test items, or other data do not fit its network
 */
export async function assessPosterior(
  work: AssessmentWork,
  engine: EngineChoice,
  onProgress: (done: number, total: number) => void,
): Promise<PosteriorResult> {
  const posterior = await openPosterior(work.posterior, work.samples ?? 'as-scored', 'outputs');
  const data = await openTrainedData(posterior.metadata, work.location);
  refuseWhatCannotBe(work, posterior, data);
  const [others, labelled] = await Promise.all([
    Promise.all(work.ood.map((one) => openOther(one, posterior.metadata, data, engine))),
    Promise.all(work.labelled.map((one) => openLabelledSource(one, posterior.metadata, engine))),
  ]);
  const sampler = new Sampler(posterior, engine);
  try {
    sampler.drawOnce(mostDrawnBytes);
    const onItems = counting(itemsOf(work, data, others, labelled), onProgress);
    const parts = await FoundParts.open(work.soFar, await predictionsOf(work, sampler), onItems);
    const assessment = await assessed(work, sampler, data, { others, labelled, parts, onItems });
    await writeFile(work.out, JSON.stringify(assessment));
    return { rows: 0, samples: sampler.samples, columns: [], notes: [] };
  } finally {
    sampler.dispose();
    data.close();
  }
}

function refuseWhatCannotBe(work: AssessmentWork, posterior: TrainedPosterior, { test }: RunData): void {
  if (spoilsPictures(work)) refuseWithoutPictures(posterior.metadata);
  if (work.pruning) refuseUnprunable(posterior);
  const isForTest =
    work.labelled.length === 0 ||
    work.ood.length + work.by.length > 0 ||
    spoilsPictures(work) ||
    work.pruning ||
    work.table !== undefined;
  if (test.length === 0 && isForTest)
    throw new BadInputError(
      'The run has no test items; train with a data.testFraction above 0, or name data that it is to be scored on.',
    );
}

function spoilsPictures({ corruptions }: AssessmentWork): boolean {
  return corruptionKinds(corruptions).length > 0;
}

interface Asked {
  readonly others: readonly OtherItems[];
  readonly labelled: readonly LabelledSource[];
  readonly parts: FoundParts;
  readonly onItems: (items: number) => void;
}

/** Names the predictions that are judged, and what judges: those of other samples, or of another posterior, are others. */
async function predictionsOf(work: AssessmentWork, { posterior, samples }: Sampler): Promise<string> {
  return JSON.stringify([work.code, posterior.metadata.step, samples, await dataStamp(work.posterior)]);
}

async function assessed(
  work: AssessmentWork,
  sampler: Sampler,
  data: RunData,
  asked: Asked,
): Promise<Assessment> {
  const { parts, onItems } = asked;
  const own = await ownPart(work, sampler, data, asked);
  const ood = await otherResults(work, sampler, own, asked);
  const labelled = await labelledResults(sampler, data, asked);
  const corruptions = await assessCorruptions(work.corruptions, sampler, data, parts, onItems);
  const pruning = work.pruning ? await assessPruning(sampler, data, parts, onItems) : undefined;
  const { doubts: _, doubtsOfTargets: _packed, targets, ...ownScores } = own;
  return {
    version: 1,
    step: sampler.posterior.metadata.step,
    samples: sampler.samples,
    items: data.test.length,
    doubts: doubtQuantiles(doubtsOf(own)),
    ...ownScores,
    ...(targets ? { targets: targets.map((one) => withDoubts(one, own)) } : {}),
    labelled,
    ...(corruptions.length > 0 ? { corruptions } : {}),
    ...(pruning ? { pruning } : {}),
    ood,
  };
}

function withDoubts(scores: TargetScores, own: OwnPart): TargetScores {
  return { ...scores, doubts: doubtQuantiles(doubtsOf(own, scores.name)) };
}

async function otherResults(
  work: AssessmentWork,
  sampler: Sampler,
  own: OwnPart,
  { others, parts, onItems }: Asked,
): Promise<OtherResult[]> {
  const results: OtherResult[] = [];
  for (const [place, other] of others.entries()) {
    const part = `ood ${await sourceStamp(work.ood[place])}`;
    const { items } = other;
    results.push(
      await parts.take({ part, items, schema: otherResultSchema }, () =>
        resultOf(sampler, own, other, onItems),
      ),
    );
  }
  return results;
}

/** A file as it is now; else the source by its name. */
async function sourceStamp(source: AssessmentWork['ood'][number]): Promise<string> {
  return source.kind === 'file' ? dataStamp(source.path) : JSON.stringify(source);
}

/** The test items, of which a table is written whole or not at all. */
function ownPart(
  work: AssessmentWork,
  sampler: Sampler,
  data: RunData,
  { parts, onItems }: Asked,
): Promise<OwnPart> {
  const part = `own ${JSON.stringify(work.by)}`;
  if (work.table) parts.forget(part);
  const { seed } = sampler.posterior.metadata.experiment;
  return parts.take({ part, items: data.test.length, schema: ownPartSchema }, async () => {
    const table = work.table && newTestTable(sampler, data, work.table);
    const grouped = await groupedItems(work, sampler, data);
    const own = await assessSplit(sampler, data, data.test, onItems, { table, grouped });
    return {
      ...(data.test.length > 0 ? scoresOf(own, seed, data.dependenceOf?.(data.test)) : {}),
      groups: grouped.map((one) => groupedResult(one, seed, data)),
      ...packedDoubts(own),
    };
  });
}

function groupedItems(
  { by, location }: AssessmentWork,
  sampler: Sampler,
  data: RunData,
): Promise<GroupedItems[]> {
  const { experiment } = sampler.posterior.metadata;
  return Promise.all(
    by.map(async (way) => {
      const groups = await groupsOf(way, experiment, data, location);
      return new GroupedItems(groups, (items) => newAssessed(sampler, items, data));
    }),
  );
}

function groupedResult({ groups, parts }: GroupedItems, seed: number, data: RunData): GroupedResult {
  const dependence = data.dependenceOf?.(data.test);
  const among = (part: number) =>
    dependenceAmong(
      dependence,
      [...groups.of.keys()].filter((place) => groups.of[place] === part),
    );
  return {
    name: groups.by,
    parts: parts.map(({ name, items, assessed: part }, place) => ({
      name,
      items,
      ...scoresOf(part, seed, among(place)),
    })),
  };
}

/** Items that are predicted. */
function itemsOf(
  { corruptions, pruning }: AssessmentWork,
  data: RunData,
  others: readonly OtherItems[],
  labelled: readonly LabelledSource[],
): number {
  const repeated = corruptedItems(corruptions, data) + (pruning ? prunedItems(data) : 0);
  const own = data.test.length + repeated;
  return [...others, ...labelled.map(({ items }) => items)].reduce((sum, { items }) => sum + items, own);
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
  own: OwnPart,
  other: OtherItems,
  onItems: (items: number) => void,
): Promise<OtherResult> {
  const assessed = await assessOther(sampler, other, onItems);
  const named = assessed instanceof AssessedTargets ? assessed.named : [];
  const doubts = assessed.doubts();
  return {
    name: other.name,
    title: other.title,
    ...(other.path === undefined ? {} : { path: other.path }),
    items: other.items,
    detection: detectionsOf(doubtsOf(own), doubts),
    doubts: doubtQuantiles(doubts),
    ...(named.length === 0
      ? {}
      : {
          targets: named.map(({ name, assessed: one }) => ({
            name,
            detection: detectionsOf(doubtsOf(own, name), one.doubts()),
            doubts: doubtQuantiles(one.doubts()),
          })),
        }),
  };
}

type Doubts = ReturnType<Assessed['doubts']>;

/** By each measure of what is predicted, those of its parts that are the data's left out. */
function detectionsOf(own: Doubts, other: Doubts): OtherResult['detection'] {
  const measures = doubtMeasureSchema.options.filter((measure) => other[measure] !== undefined);
  const none = new Float32Array(0);
  return Object.fromEntries(
    measures.map((measure) => [measure, detection(own[measure] ?? none, other[measure] ?? none)]),
  );
}
