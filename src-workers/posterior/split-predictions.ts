import { plainItems, type RunData } from '../data/run-data';
import type { Sampler } from './sampler';

/** Predictions of one chunk of a split. */
export interface PredictedChunk {
  /** [samples, items, outputs] */
  readonly predictions: Float32Array;
  readonly targets: Float32Array | Int32Array;
  /** Numbers of these items. */
  readonly items: Uint32Array;
}

/** Predicts a split of a run's data chunk by chunk, each with what came. */
export async function* splitPredictions(
  sampler: Sampler,
  data: RunData,
  indices: Uint32Array,
  onItems: (items: number) => void,
): AsyncGenerator<PredictedChunk> {
  const reader = data.evaluationReader(sampler.items);
  for (let first = 0; first < indices.length; first += sampler.items) {
    const chunk = indices.subarray(first, first + sampler.items);
    const { inputs } = reader.read(plainItems(chunk));
    const own = inputs.subarray(0, (inputs.length / sampler.items) * chunk.length);
    yield { predictions: sampler.predict(own, chunk.length), targets: data.targetsOf(chunk), items: chunk };
    onItems(chunk.length);
    // Lets messages in between chunks.
    await new Promise(setImmediate);
  }
}
