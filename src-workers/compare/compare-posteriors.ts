import { writeFile } from 'node:fs/promises';
import { BadInputError } from '../../src-shared/errors';
import { methodFacts } from '../../src-shared/experiment/methods';
import type {
  ComparedPredictions,
  PosteriorComparison,
} from '../../src-shared/posterior/posterior-comparison';
import type { PosteriorResult, PosteriorWork } from '../../src-shared/posterior/posterior-work';
import type { EngineChoice } from '../../src-shared/protocol/worker-protocol';
import { plainItems, type RunData } from '../data/run-data';
import { isOfCounts, trainedStandard } from '../data/trained-standard';
import { openRunData, openTrainedData } from '../kinds-of-data';
import { likelihoodsOf } from '../posterior/judged-targets';
import { Sampler } from '../posterior/sampler';
import { openPosterior, type TrainedPosterior } from '../posterior/trained-posterior';
import { comparedTarget } from './compared-target';
import { layerDistances } from './weight-distance';

type ComparisonWork = Extract<PosteriorWork, { kind: 'compare' }>;
type Predictions = ComparedPredictions & Pick<PosteriorComparison, 'head' | 'otherHeads'>;
type Both<T> = readonly [T, T];

/**
 * Measures how far two posteriors lie apart on the test items of both and writes what came of it as JSON.
 * @param onProgress test items that both predicted, of so many
 * @throws BadInputError where they predict other things, or there are no test items
 */
export async function comparePosteriors(
  work: ComparisonWork,
  engine: EngineChoice,
  onProgress: (done: number, total: number) => void,
): Promise<PosteriorResult> {
  const both: Both<TrainedPosterior> = [
    await openPosterior(work.posterior, 'as-scored'),
    await openPosterior(work.other, 'as-scored'),
  ];
  refuseOtherScale(both);
  const data = await openTrainedData(both[0].metadata, work.location);
  const seen: Both<RunData> = [data, await dataOfOther(both, data, work.location)];
  const samplers: Both<Sampler> = [new Sampler(both[0], engine), new Sampler(both[1], engine)];
  try {
    if (data.test.length === 0) throw new BadInputError('These runs have no test items to be compared on.');
    const comparison: PosteriorComparison = {
      items: data.test.length,
      samples: [samplers[0].samples, samplers[1].samples],
      ...(await predictionsOf(samplers, seen, onProgress)),
      layers: layersOf(both),
    };
    await writeFile(work.out, JSON.stringify(comparison));
    return { rows: 0, samples: samplers[0].samples, columns: [], notes: [] };
  } finally {
    for (const sampler of samplers) sampler.dispose();
    for (const one of new Set(seen)) one.close();
  }
}

/** As the second's network sees them: it may have been trained on inputs of another scale (`openTrainedData`). */
async function dataOfOther(
  [first, second]: Both<TrainedPosterior>,
  data: RunData,
  location: string,
): Promise<RunData> {
  const [ours, theirs] = [trainedStandard(first.metadata), trainedStandard(second.metadata)];
  if (JSON.stringify(ours.inputs) === JSON.stringify(theirs.inputs)) return data;
  return openRunData(first.metadata.experiment, location, { ...ours, inputs: theirs.inputs });
}

function layersOf([first, second]: Both<TrainedPosterior>): PosteriorComparison['layers'] {
  const ofMembers = [first, second].find(({ experiment }) => methodFacts(experiment.inference).hasMembers);
  if (ofMembers)
    return `Members and chains are not compared weight by weight: each may have its units in another order (${ofMembers.experiment.inference.method}).`;
  return (
    layerDistances(first, second) ??
    'The networks are not the same, so their weights are not compared one by one.'
  );
}

/** Of what both predict under one likelihood, or of each head. */
async function predictionsOf(
  samplers: Both<Sampler>,
  seen: Both<RunData>,
  onProgress: (done: number, total: number) => void,
): Promise<Predictions> {
  const [data] = seen;
  const { seed } = samplers[0].posterior.metadata.experiment;
  const samples = [samplers[0].samples, samplers[1].samples] as const;
  const [ours, theirs] = samplers.map(({ posterior }, at) => likelihoodsOf(posterior, samples[at]));
  // The data's settings say the heads, and are the same.
  const all = ours.map((judged, at) => ({
    name: judged.name,
    compared: comparedTarget([judged, theirs[at]], samples, data.test.length),
  }));
  for await (const { both, targets } of chunksOf(samplers, seen, onProgress))
    for (const { compared } of all) compared.add(both, targets);
  const [first, ...others] = all.map(({ name = '', compared }) => ({
    head: name,
    ...compared.value(data, seed),
  }));
  const { head, ...ofFirst } = first;
  return head === '' ? ofFirst : { ...ofFirst, head, otherHeads: others };
}

/** Counts are not standardised as other values are, and an earlier version measured all steps of fields that are large. */
function refuseOtherScale(both: Both<TrainedPosterior>): void {
  const scales = both.map(({ metadata: { task } }) =>
    task.kind === 'regression' ? JSON.stringify([task.targetMean, task.targetStd]) : '',
  );
  if (new Set(scales).size <= 1) return;
  const ofCounts = both.some(({ metadata }) => isOfCounts(metadata.experiment.inference.noise));
  throw new BadInputError(
    ofCounts
      ? 'One of these runs predicts counts (inference.noise) on a scale of its own, the other does not; compare runs that both do, of the same zeroIs.'
      : 'The values that these runs predict were standardised otherwise in each (an earlier version measured all steps of large data, this one some of them), so that their predictions cannot be held against each other; train one of them again.',
  );
}

/** What both predict of the same items, chunk by chunk. */
async function* chunksOf(
  samplers: Both<Sampler>,
  [data, dataOfOther]: Both<RunData>,
  onProgress: (done: number, total: number) => void,
): AsyncGenerator<{ readonly both: Both<Float32Array>; readonly targets: Float32Array | Int32Array }> {
  const [ours, theirs] = samplers;
  const size = Math.min(ours.items, theirs.items);
  const readers = [...new Set([data, dataOfOther])].map((one) => one.evaluationReader(size));
  const { test } = data;
  for (let first = 0; first < test.length; first += size) {
    const chunk = test.subarray(first, first + size);
    const [own, ofOther = own] = readers.map((reader) => {
      const { inputs } = reader.read(plainItems(chunk));
      return inputs.slice(0, (inputs.length / size) * chunk.length);
    });
    const both = [ours.predict(own, chunk.length), theirs.predict(ofOther, chunk.length)] as const;
    yield { both, targets: data.targetsOf(chunk) };
    onProgress(Math.min(first + size, test.length), test.length);
    // Lets messages in between chunks.
    await new Promise(setImmediate);
  }
}
