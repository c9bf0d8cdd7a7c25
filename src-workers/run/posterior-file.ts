import type { TimeStep } from '../../src-shared/data/time-step';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { encodeSafetensors } from '../../src-shared/formats/safetensors';
import type { FieldGrid } from '../../src-shared/posterior/posterior-metadata';
import type { Task } from '../data/run-data';
import { type ParameterLayout, valuesOf } from '../engine/parameter-layout';

export interface PosteriorMetadata {
  readonly experiment: Experiment;
  readonly runId: string;
  readonly task: Task;
  readonly normalisation: unknown;
  readonly timeStep?: TimeStep | undefined;
  readonly grid?: FieldGrid | undefined;
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
  return encodeSafetensors(tensors, posteriorTexts(metadata));
}

/** What a posterior file says of itself besides its tensors. */
export function posteriorTexts(metadata: PosteriorMetadata): Record<string, string> {
  const { experiment, runId, task, normalisation, timeStep, grid, step } = metadata;
  return {
    format: 'parasample-posterior',
    runId,
    experiment: JSON.stringify(experiment),
    task: JSON.stringify(task),
    ...(task.kind === 'classification'
      ? { classNames: JSON.stringify(task.classNames), imageShape: JSON.stringify(task.inputShape) }
      : {}),
    normalisation: JSON.stringify(normalisation),
    ...(timeStep ? { timeStep: JSON.stringify(timeStep) } : {}),
    ...(grid ? { grid: JSON.stringify(grid) } : {}),
    step: String(step),
  };
}
