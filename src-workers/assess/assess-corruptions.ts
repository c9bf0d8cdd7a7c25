import { type CorruptionResult, corruptionResultSchema } from '../../src-shared/assessment/assessment';
import { corruptionKinds } from '../../src-shared/assessment/corruptions';
import { BadInputError } from '../../src-shared/errors';
import { itemKindOf } from '../../src-shared/experiment/data';
import type { PosteriorMetadata } from '../../src-shared/posterior/posterior-metadata';
import { plainItems, type RunData } from '../data/run-data';
import { scorePredictions } from '../evaluate/scores/scores';
import type { Sampler } from '../posterior/sampler';
import { seedPair } from '../random/noise-seeds';
import { fillStatelessNormal, fillStatelessUniform } from '../random/stateless-noise';
import { AssessedClasses } from './assessed-classes';
import { corruptions } from './corruptions';
import type { Corruption, PictureNoise } from './corruptions/corruption';
import type { FoundParts } from './found-parts';

/** Test items that are spoilt at most, at equal distances through the split: there are 76 ways to look at each. */
const mostItems = 2000;

/** How a picture is spoilt; not at all without a corruption, at severity 0. */
interface Spoiling {
  readonly corruption?: Corruption;
  readonly severity: number;
}

type Asked = Parameters<typeof corruptionKinds>[0];

/** Those that are asked for, the pictures as they are first; none where nothing is asked. */
function waysOf(asked: Asked): readonly Spoiling[] {
  const kinds = corruptionKinds(asked);
  if (kinds.length === 0) return [];
  const chosen = corruptions.filter(({ kind }) => kinds.includes(kind));
  const spoilt = chosen.flatMap((corruption) =>
    corruption.strengths.map((_, place) => ({ corruption, severity: place + 1 })),
  );
  return [{ severity: 0 }, ...spoilt];
}

/** Items that are predicted for it. */
export function corruptedItems(asked: Asked, data: RunData): number {
  return spoiltItems(data).length * waysOf(asked).length;
}

/** How accuracy, NLL and calibration go when the test pictures are spoilt, at severity 0 first. */
export async function assessCorruptions(
  asked: Asked,
  sampler: Sampler,
  data: RunData,
  parts: FoundParts,
  onItems: (items: number) => void,
): Promise<CorruptionResult[]> {
  const results: CorruptionResult[] = [];
  const { length: items } = spoiltItems(data);
  for (const spoiling of waysOf(asked)) {
    const part = `corruption ${kindOf(spoiling)} ${spoiling.severity}`;
    results.push(
      await parts.take({ part, items, schema: corruptionResultSchema }, () =>
        resultOf(sampler, data, spoiling, onItems),
      ),
    );
  }
  return results;
}

async function resultOf(
  sampler: Sampler,
  data: RunData,
  spoiling: Spoiling,
  onItems: (items: number) => void,
): Promise<CorruptionResult> {
  const assessed = await spoilt(sampler, data, spoiling, onItems);
  const { logProbabilities, labels } = assessed.pooled();
  const { accuracy, nll, ece } = scorePredictions(logProbabilities, labels, assessed.classes);
  return { kind: kindOf(spoiling), severity: spoiling.severity, items: labels.length, accuracy, nll, ece };
}

function kindOf({ corruption }: Spoiling): string {
  return corruption?.kind ?? 'none';
}

/** @throws BadInputError where the network does not tell classes of pictures */
export function refuseWithoutPictures({ experiment: { data }, task }: PosteriorMetadata): void {
  const arePictures = itemKindOf(data).name === 'images';
  if (arePictures && task.kind === 'classification') return;
  throw new BadInputError(
    arePictures
      ? 'corruptions: spoilt pictures are judged by the accuracy of their classes, and this network predicts something else of pictures.'
      : `corruptions: pictures are spoilt, and this network predicts for ${itemKindOf(data).predictsFor.what}.`,
  );
}

function spoiltItems({ test }: RunData): Uint32Array {
  const stride = Math.ceil(test.length / mostItems);
  return test.filter((_, place) => place % stride === 0);
}

async function spoilt(
  sampler: Sampler,
  data: RunData,
  spoiling: Spoiling,
  onItems: (items: number) => void,
): Promise<AssessedClasses> {
  const indices = spoiltItems(data);
  const assessed = new AssessedClasses(indices.length, sampler.outputs, sampler.samples);
  const reader = data.evaluationReader(sampler.items);
  for (let first = 0; first < indices.length; first += sampler.items) {
    const chunk = indices.subarray(first, first + sampler.items);
    const { inputs } = reader.read(plainItems(chunk));
    const size = inputs.length / sampler.items;
    const own = inputs.slice(0, size * chunk.length);
    chunk.forEach((item, place) => {
      spoilPicture(
        own.subarray(place * size, (place + 1) * size),
        item,
        sampler.posterior.metadata,
        spoiling,
      );
    });
    assessed.add(sampler.predict(own, chunk.length), data.targetsOf(chunk));
    onItems(chunk.length);
    // Lets messages in between chunks.
    await new Promise(setImmediate);
  }
  return assessed;
}

/** Spoils a standardised picture in place, as one of bytes would be. */
function spoilPicture(
  standardised: Float32Array,
  item: number,
  { task, normalisation: { mean, std }, experiment }: PosteriorMetadata,
  { corruption, severity }: Spoiling,
): void {
  if (!corruption) return;
  const [height, width, channels] = task.inputShape;
  const picture = Float64Array.from(
    standardised,
    (value, at) => value * std[at % channels] + mean[at % channels],
  );
  const noise = noiseOf(
    picture.length,
    seedPair(experiment.seed, 'otherData', 1, corruptions.indexOf(corruption), item),
  );
  const shape = { height, width, channels };
  corruption.spoil(picture, shape, corruption.strengths[severity - 1], noise).forEach((value, at) => {
    const pixel = Math.round(255 * Math.min(1, Math.max(0, value))) / 255;
    standardised[at] = (pixel - mean[at % channels]) / std[at % channels];
  });
}

/** The same at every severity, so that a severity differs by its strength alone. */
function noiseOf(length: number, [seed0, seed1]: readonly [number, number]): PictureNoise {
  const filled = (fill: typeof fillStatelessNormal, count: number) => {
    const drawn = new Float32Array(count);
    fill(seed0, seed1, drawn);
    return drawn;
  };
  return {
    normals: (count = length) => filled(fillStatelessNormal, count),
    uniforms: (count = length) => filled(fillStatelessUniform, count),
  };
}
