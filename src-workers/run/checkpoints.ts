import { linkSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeCheckpointsFolder } from '../../src-files/checkpoints-folder';
import { LeftRunError, refuseLeftRun } from '../../src-files/run-owner';
import { FailedError, sentenceOf } from '../../src-shared/errors';
import {
  type Checkpoint,
  decodeCheckpoint,
  encodeCheckpoint,
  type TrainingState,
} from '../../src-shared/formats/checkpoint-file';
import {
  bestCheckpoint,
  checkpointName,
  checkpointsFolder,
  isCheckpointName,
  recoveryName,
} from '../../src-shared/formats/checkpoint-names';
import type { Tensor } from '../../src-shared/formats/safetensors';
import type { WorkerTask } from '../../src-shared/protocol/worker-protocol';
import { type ParameterSlot, valuesOf } from '../engine/parameter-layout';
import type { CompiledProgram } from '../engine/program';
import type { Exchange } from '../parallel/exchange';
import { writeDurably } from './durable-file';
import { type GatheredParameters, gather } from './gathered-parameters';
import type { KeptDraws } from './kept-draws';
import type { PreparedRun } from './prepared-run';

/** A run, and what of it changes as it goes on. */
export interface CheckpointedRun extends PreparedRun {
  readonly trained: Pick<CompiledProgram, 'parameters' | 'optimiserState' | 'restore'>;
}

/** Writes down where a run stands, and goes back to it. */
export class Checkpoints {
  readonly #members: number | undefined;
  readonly #folder: string;

  /** @param warn tells a person what went wrong without ending the run */
  constructor(
    readonly task: WorkerTask,
    readonly run: CheckpointedRun,
    readonly draws: KeptDraws,
    readonly everyone: Exchange | undefined,
    readonly warn: (text: string) => void,
  ) {
    this.#members = run.membersOf && task.experiment.training.samples;
    this.#folder = join(task.runFolder, checkpointsFolder);
  }

  /**
   * Writes a checkpoint, to be called by all workers after the same step. A disk that refuses it is a warning: training
   * goes on. Returns the lowest validation.nll that came with a checkpoint. Throws LeftRunError where another process has the run.
   */
  async save(state: TrainingState): Promise<number> {
    const { validationNll } = state;
    const bestKept = Number.isNaN(validationNll) ? state.bestKept : Math.min(state.bestKept, validationNll);
    const vectors = await this.#gathered();
    if (this.task.rank === 0) this.#write(vectors, { ...state, bestKept }, bestKept < state.bestKept);
    return bestKept;
  }

  /**
   * Writes, for this worker alone, what the others need to go on after a lost one: into the exchange folder, which is
   * memory. Members of a deep ensemble that were the lost worker's are on no other; it goes back to a checkpoint.
   */
  saveForRecovery(state: TrainingState): void {
    if (this.#members !== undefined) return;
    const { layout, trained } = this.run;
    const vectors = [trained.parameters(), ...trained.optimiserState()].map((flat) => ({ layout, flat }));
    this.#leave(vectors, state);
  }

  /**
   * Writes where the whole run stands into the exchange folder, to be called by all workers after the same step: others
   * go on from there in a moment, without the disk.
   */
  async saveForSuccessors(state: TrainingState): Promise<void> {
    const vectors = await this.#gathered();
    if (this.task.rank === 0) this.#leave(vectors, state);
  }

  /** Sets parameters and optimiser to those of a checkpoint. Throws ParasampleError where it does not fit this run. */
  restore(path: string): TrainingState {
    const { parameters, moments, draws = [], state } = decodeCheckpoint(readFileSync(path), path);
    const [own, ...ownMoments] = [parameters, ...moments].map((tensors) => this.#ownPart(tensors, path));
    // A run that was made of another's weights has no moments yet.
    const { trained } = this.run;
    trained.restore(own, moments.length === 0 ? trained.optimiserState() : ownMoments);
    const kept = draws.map((draw) => this.#ownPart(draw, path));
    this.draws.restore(kept, state.step);
    return state;
  }

  /** Parameters, moments and what is kept for the posterior of the whole run; where every worker has them, only on the one that writes. */
  async #gathered(): Promise<readonly GatheredParameters[]> {
    if (this.#members === undefined && this.task.rank !== 0) return [];
    const { trained } = this.run;
    const vectors: GatheredParameters[] = [];
    for (const own of [trained.parameters(), ...trained.optimiserState(), ...this.draws.vectors])
      vectors.push(await gather(this.run, this.#members, this.everyone, own));
    return vectors;
  }

  #write(vectors: readonly GatheredParameters[], state: TrainingState, isBest: boolean): void {
    try {
      makeCheckpointsFolder(this.#folder);
      const file = join(this.#folder, checkpointName(state.step));
      const { runFolder, owner } = this.task;
      writeDurably(file, this.#encode(vectors, state), () => refuseLeftRun(runFolder, owner));
      if (isBest) this.#keepAsBest(file);
      this.#prune();
    } catch (error) {
      if (error instanceof LeftRunError) throw error;
      this.warn(`Training goes on without this checkpoint. ${sentenceOf(error, 'Writing it')}`);
    }
  }

  /** Into the exchange folder. Where memory has no room for it, the others go on from the last checkpoint instead. */
  #leave(vectors: readonly GatheredParameters[], state: TrainingState): void {
    const file = join(this.task.exchangeFolder, recoveryName(this.task.rank));
    try {
      writeDurably(file, this.#encode(vectors, state));
    } catch (error) {
      this.warn(`No worker can go on from this one's step ${state.step}. ${sentenceOf(error, 'Writing it')}`);
    }
  }

  #encode(vectors: readonly GatheredParameters[], state: TrainingState): Uint8Array {
    const { runId, experiment, data } = this.task;
    const [parameters, ...others] = vectors.map(tensorsOf);
    const firstDraw = others.length - this.draws.vectors.length;
    const [moments, draws] = [others.slice(0, firstDraw), others.slice(firstDraw)];
    const checkpoint: Checkpoint = { runId, experiment, data, state, parameters, moments, draws };
    return encodeCheckpoint(checkpoint);
  }

  #keepAsBest(file: string): void {
    const best = join(this.#folder, bestCheckpoint);
    const sibling = `${best}.writing`;
    rmSync(sibling, { force: true });
    // A second name, not a second copy; it stays when the first is pruned.
    linkSync(file, sibling);
    renameSync(sibling, best);
  }

  #prune(): void {
    const { keep } = this.task.experiment.training.checkpoint;
    const names = readdirSync(this.#folder).filter(isCheckpointName).sort();
    for (const name of names.slice(0, -keep)) rmSync(join(this.#folder, name), { force: true });
  }

  /** This worker's part of a vector of the whole run, flat. */
  #ownPart(tensors: readonly Tensor[], path: string): Float32Array {
    const { layout } = this.run;
    const flat = new Float32Array(layout.floats);
    layout.slots.forEach((slot, index) => {
      flat.set(this.#ownValues(slot, tensors[index], path), slot.offset);
    });
    return flat;
  }

  #ownValues({ name, size }: ParameterSlot, tensor: Tensor | undefined, path: string): Float32Array {
    const whole = tensor?.data ?? new Float32Array(0);
    const memberSize = whole.length / (this.#members ?? 1);
    const first = whole.length === size ? 0 : memberSize * this.run.plan.share.firstSample;
    const values = whole.subarray(first, first + size);
    if (tensor?.name === name && values.length === size) return values;
    throw new FailedError(`${path} holds no ${name} of this run's size; it belongs to another network.`);
  }
}

function tensorsOf({ layout, flat }: GatheredParameters): readonly Tensor[] {
  return layout.slots.map((slot) => ({ name: slot.name, shape: slot.shape, data: valuesOf(slot, flat) }));
}
