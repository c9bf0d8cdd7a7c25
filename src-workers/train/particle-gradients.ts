import { splitEvenly } from '../../src-shared/devices/workload';
import type { ParameterLayout } from '../engine/parameter-layout';
import type { OptimiserStep, PassInputs, PassReport } from '../engine/pass';
import type { CompiledProgram } from '../engine/program';
import type { Piece } from '../parallel/pieces';
import type { StepPlan } from '../parallel/step-plan';
import { directionOf, type ParticleSettings } from '../particles/direction';
import { kernelOf, ownDistances } from '../particles/kernel';
import { toFlat, toRows, widthOf } from '../particles/particles';
import type { GradientReduction } from './gradient-reduction';
import type { Reducers } from './reducers';

/**
 * Gradients of particles that keep apart: every worker computes those of its own, then all workers' particles and gradients come
 * together on each (all-gather), since where one goes depends on all. Distances are computed once for each pair, by
 * one of the workers.
 */
export class ParticleGradients implements GradientReduction {
  readonly #gradient: Float32Array;
  readonly #width: number;
  /** [particles, position and gradient] */
  readonly #cloud: Float32Array;
  #distances = new Float32Array(0);

  constructor(
    readonly program: CompiledProgram,
    readonly layout: ParameterLayout,
    readonly plan: StepPlan,
    readonly reducers: Reducers,
    readonly settings: ParticleSettings,
  ) {
    this.#gradient = new Float32Array(layout.floats);
    this.#width = widthOf(layout, plan.share.samples);
    this.#cloud = new Float32Array(settings.count * 2 * this.#width);
  }

  addPass(inputs: PassInputs, order: 'first' | 'further'): PassReport {
    const { gradients, report } = this.program.gradients(inputs);
    if (order === 'first') this.#gradient.set(gradients);
    else for (let at = 0; at < gradients.length; at += 1) this.#gradient[at] += gradients[at];
    return report;
  }

  async reduce(tail: Float32Array): Promise<void> {
    const { everyone, sameParameters } = this.reducers;
    await sameParameters?.allReduceSum(this.#gradient);
    await this.#gather();
    const { count } = this.settings;
    const { share } = this.plan;
    const own = { first: share.firstSample, count: share.samples };
    const distances = ownDistances(own, count, (particle) => this.#part(particle, 'position'));
    // Data groups hold the same particles: one of them speaks.
    const spoken = share.dataGroup === 0 ? distances : new Float32Array(distances.length);
    const sums = new Float32Array(spoken.length + tail.length);
    sums.set(spoken);
    sums.set(tail, spoken.length);
    await everyone?.allReduceSum(sums);
    this.#distances = sums.subarray(0, spoken.length);
    tail.set(sums.subarray(spoken.length));
  }

  apply(step: OptimiserStep): void {
    const { count, repulsion, bandwidth } = this.settings;
    const { firstSample, samples } = this.plan.share;
    const cloud = {
      count,
      position: (particle: number) => this.#part(particle, 'position'),
      gradient: (particle: number) => this.#part(particle, 'gradient'),
      ...kernelOf(this.#distances, count, bandwidth),
    };
    const rows = new Float32Array(samples * this.#width);
    for (let own = 0; own < samples; own += 1)
      // The loss is the mean of the particles' energies.
      rows.set(directionOf(repulsion, cloud, firstSample + own, 1 / count), own * this.#width);
    this.program.apply(toFlat(this.layout, { rows, count: samples, width: this.#width }), step);
  }

  close(): void {
    // Holds plain memory alone.
  }

  /** Fills in this worker's particles, and takes those of the other sample groups. */
  async #gather(): Promise<void> {
    const { firstSample, samples } = this.plan.share;
    const stride = 2 * this.#width;
    const at = firstSample * stride;
    toRows(this.layout, this.program.parameters(), samples, this.#cloud, { at, stride });
    toRows(this.layout, this.#gradient, samples, this.#cloud, { at: at + this.#width, stride });
    const { everyone } = this.reducers;
    await everyone?.allGather(this.#cloud, this.#parts(everyone.options.workers, stride));
  }

  /** By rank; other data groups hold the same particles. */
  #parts(workers: number, stride: number): readonly Piece[] {
    const { sampleGroups, share } = this.plan;
    const groups = splitEvenly(this.settings.count, sampleGroups);
    return Array.from({ length: workers }, (_, rank) => {
      const { first, size } = groups[rank % sampleGroups];
      const isOfOwnGroup = Math.floor(rank / sampleGroups) === share.dataGroup;
      return { first: first * stride, size: isOfOwnGroup ? size * stride : 0 };
    });
  }

  #part(particle: number, what: 'position' | 'gradient'): Float32Array {
    const from = (2 * particle + (what === 'gradient' ? 1 : 0)) * this.#width;
    return this.#cloud.subarray(from, from + this.#width);
  }
}
