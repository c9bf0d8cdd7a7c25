import type { Batch, BatchRequest, ItemReader } from '../data/run-data';
import type { BatchLoading } from '../engine/batch-loading';
import type { LoadedBatch } from '../engine/pass';
import { firstItems } from './batch-of-step';

/** A worker's items of a step: as numbers, or where they lie on its device. */
export type StepBatch = Batch | LoadedBatch;

export interface EpochSettings {
  readonly reader: ItemReader;
  /** Where batches can be brought to the device ahead. */
  readonly loading?: BatchLoading | undefined;
  /** The items of the step that follows so many. */
  request(step: number): BatchRequest;
  /** Whether a step that follows so many is one of this epoch. */
  has(step: number): boolean;
  /** Hears why batches cannot be brought to the device ahead after all. */
  giveUp?(complaint: string): void;
}

/**
 * The batches of an epoch, step by step. While one is trained on, the next is read where reading pays; a device that takes batches
 * ahead gets the next one then, and the one behind it is read. A batch that was read or brought there and that no step asks for
 * leaves no trace.
 */
export class EpochBatches {
  #loading: BatchLoading | undefined;
  #ahead: { readonly step: number; readonly batch: StepBatch } | undefined;

  constructor(readonly settings: EpochSettings) {
    this.#loading = settings.loading;
  }

  /** @param step counts those that were taken */
  take(step: number): StepBatch {
    const batch = this.#ahead?.step === step ? this.#ahead.batch : this.#brought(step);
    this.#ahead = undefined;
    // What could not be brought there lies where the reader would read the next one.
    if (this.#loading && this.settings.has(step + 1)) {
      this.#ahead = { step: step + 1, batch: this.#brought(step + 1) };
      if (this.#loading) this.#prefetch(step + 2);
    } else this.#prefetch(step + 1);
    return batch;
  }

  #prefetch(step: number): void {
    const { reader, request, has } = this.settings;
    if (has(step)) reader.prefetch(request(step));
  }

  #brought(step: number): StepBatch {
    this.#loading?.settle();
    const batch = this.#read(step);
    if (!this.#loading) return batch;
    const loaded = this.#loading.load(batch.inputs, batch.targets);
    if (typeof loaded !== 'string') return loaded;
    this.#loading = undefined;
    this.settings.giveUp?.(loaded);
    return batch;
  }

  #read(step: number): Batch {
    const { reader, request } = this.settings;
    const wanted = request(step);
    return firstItems(reader.read(wanted), wanted.indices.length, reader.items);
  }
}
