import { writeFile } from 'node:fs/promises';
import { BadInputError } from '../../src-shared/errors';
import { methodFacts } from '../../src-shared/experiment/methods';
import type {
  ComparedPredictions,
  PosteriorComparison,
} from '../../src-shared/posterior/posterior-comparison';
import type { PosteriorTask } from '../../src-shared/posterior/posterior-metadata';
import type { PosteriorResult, PosteriorWork } from '../../src-shared/posterior/posterior-work';
import type { EngineChoice } from '../../src-shared/protocol/worker-protocol';
import { plainItems, type RunData } from '../data/run-data';
import { openRunData } from '../kinds-of-data';
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
  refuseOtherScale(both.map(({ metadata }) => metadata.task));
  const data = await openRunData(both[0].metadata.experiment, work.location);
  const samplers: Both<Sampler> = [new Sampler(both[0], engine), new Sampler(both[1], engine)];
  try {
    if (data.test.length === 0) throw new BadInputError('These runs have no test items to be compared on.');
    const comparison: PosteriorComparison = {
      items: data.test.length,
      samples: [samplers[0].samples, samplers[1].samples],
      ...(await predictionsOf(samplers, data, onProgress)),
      layers: layersOf(both),
    };
    await writeFile(work.out, JSON.stringify(comparison));
    return { rows: 0, samples: samplers[0].samples, columns: [], notes: [] };
  } finally {
    for (const sampler of samplers) sampler.dispose();
    data.close();
  }
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
  data: RunData,
  onProgress: (done: number, total: number) => void,
): Promise<Predictions> {
  const { seed } = samplers[0].posterior.metadata.experiment;
  const samples = [samplers[0].samples, samplers[1].samples] as const;
  const [ours, theirs] = samplers.map(({ posterior }, at) => likelihoodsOf(posterior, samples[at]));
  // The data's settings say the heads, and are the same.
  const all = ours.map((judged, at) => ({
    name: judged.name,
    compared: comparedTarget([judged, theirs[at]], samples, data.test.length),
  }));
  for await (const { both, targets } of chunksOf(samplers, data, onProgress))
    for (const { compared } of all) compared.add(both, targets);
  const [first, ...others] = all.map(({ name = '', compared }) => ({
    head: name,
    ...compared.value(data, seed),
  }));
  const { head, ...ofFirst } = first;
  return head === '' ? ofFirst : { ...ofFirst, head, otherHeads: others };
}

/** Counts are not standardised as other values are. */
function refuseOtherScale(tasks: readonly PosteriorTask[]): void {
  const scales = tasks.map((task) =>
    task.kind === 'regression' ? JSON.stringify([task.targetMean, task.targetStd]) : '',
  );
  if (new Set(scales).size > 1)
    throw new BadInputError(
      'One of these runs predicts counts (inference.noise) on a scale of its own, the other does not; compare runs that both do, of the same zeroIs.',
    );
}

/** What both predict of the same items, chunk by chunk. */
async function* chunksOf(
  samplers: Both<Sampler>,
  data: RunData,
  onProgress: (done: number, total: number) => void,
): AsyncGenerator<{ readonly both: Both<Float32Array>; readonly targets: Float32Array | Int32Array }> {
  const [ours, theirs] = samplers;
  const size = Math.min(ours.items, theirs.items);
  const reader = data.evaluationReader(size);
  const { test } = data;
  for (let first = 0; first < test.length; first += size) {
    const chunk = test.subarray(first, first + size);
    const { inputs } = reader.read(plainItems(chunk));
    const own = inputs.slice(0, (inputs.length / size) * chunk.length);
    const both = [ours.predict(own, chunk.length), theirs.predict(own, chunk.length)] as const;
    yield { both, targets: data.targetsOf(chunk) };
    onProgress(Math.min(first + size, test.length), test.length);
    // Lets messages in between chunks.
    await new Promise(setImmediate);
  }
}
