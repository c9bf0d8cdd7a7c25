import type { Experiment } from '../../src-shared/experiment';
import { encodeSafetensors } from '../../src-shared/safetensors';
import type { Normalisation } from '../data/normalisation';
import { type ParameterLayout, valuesOf } from '../engine/parameter-layout';

export interface PosteriorMetadata {
  readonly experiment: Experiment;
  readonly runId: string;
  readonly classNames: readonly string[];
  readonly normalisation: Normalisation;
  readonly imageShape: readonly number[];
  /** Steps the posterior was trained for. */
  readonly step: number;
}

/** A trained posterior as the bytes of a safetensors file: means and log_stds by name, the rest as metadata. */
export function encodePosterior(
  layout: ParameterLayout,
  flat: Float32Array,
  metadata: PosteriorMetadata,
): Uint8Array {
  const tensors = layout.slots.map((slot) => ({
    name: slot.name,
    shape: slot.shape,
    data: valuesOf(slot, flat),
  }));
  return encodeSafetensors(tensors, {
    format: 'parasample-posterior',
    runId: metadata.runId,
    experiment: JSON.stringify(metadata.experiment),
    classNames: JSON.stringify(metadata.classNames),
    normalisation: JSON.stringify(metadata.normalisation),
    imageShape: JSON.stringify(metadata.imageShape),
    step: String(metadata.step),
  });
}
