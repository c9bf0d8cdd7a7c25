import { sizeOf } from '../../src-shared/experiment/networks/tensors/weight-tensor';
import type { EngineChoice } from '../../src-shared/protocol/worker-protocol';
import { compile } from '../engine/compile';
import { OutOfMemoryError } from '../engine/out-of-memory-error';
import type { PassShape } from '../engine/pass';
import type { CompiledProgram, DrawnPrediction } from '../engine/program';
import { networkOutputs } from '../models/network-outputs';
import { type Pass, predictionShape } from '../parallel/step-plan';
import { noiseSeeds } from '../random/noise-seeds';
import { predictedItems } from '../run/prepared-run';
import { MemberBlock } from './member-block';
import type { TrainedPosterior } from './trained-posterior';

/** Weights of all samples of a small network; on a GPU they are copied there for each answer, which more would take too long. */
export const mostDrawnBytes = 64 * 2 ** 20;

/** Predictions of all weight samples of a posterior, a chunk of items at a time. */
export class Sampler {
  /** Most items of one chunk. */
  readonly items: number;
  /** Numbers that one item's prediction has. */
  readonly outputs: number;
  readonly samples: number;
  readonly #compiled: CompiledProgram;
  readonly #members: MemberBlock | undefined;
  readonly #drawn = new Map<Pass, DrawnPrediction>();

  /** @param mostItems of one chunk; fewer are answered sooner */
  constructor(
    readonly posterior: TrainedPosterior,
    engine: EngineChoice,
    mostItems = predictedItems(posterior.plan),
  ) {
    const { plan, metadata, experiment, flat } = posterior;
    this.#members = posterior.membersOf && new MemberBlock(posterior);
    const { program } = this.#members ?? posterior;
    this.items = mostItems;
    this.outputs = sizeOf(networkOutputs(metadata.task, experiment.inference.noise));
    this.samples = experiment.training.samples;
    const shapes = plan.passes.map((pass) => this.#shapeOf(pass));
    const predictions = [...new Map(shapes.map((shape) => [JSON.stringify(shape), shape])).values()];
    const { optimizer } = experiment.training;
    this.#compiled = compile(engine, program, { passes: [], predictions, optimiser: optimizer });
    if (!this.#members) this.#compiled.setParameters(flat);
  }

  /**
   * @param inputs standardised, [at most `items`, ...inputShape]
   * @returns [samples, as many items, outputs]: classes' log probabilities (logits of a posterior that predicts `outputs`), or standardised values, behind them their noise where it is predicted
   */
  predict(inputs: Float32Array, count: number): Float32Array {
    const { items, outputs, samples, posterior } = this;
    const whole = new Float32Array((inputs.length / count) * items);
    whole.set(inputs);
    const all = new Float32Array(samples * count * outputs);
    for (const pass of posterior.plan.passes) {
      if (this.#members) this.#compiled.setParameters(this.#members.parametersOf(pass));
      const drawn = tellingSamples(
        this.#shapeOf(pass),
        (shape) =>
          this.#drawn.get(pass)?.predict(whole) ?? this.#compiled.predict(shape, whole, this.#seedsOf(pass)),
      );
      // Where all samples are the same network, there is one for all.
      const differing = drawn.length / (items * outputs);
      for (let sample = 0; sample < pass.samples; sample += 1) {
        const from = Math.min(sample, differing - 1) * items * outputs;
        all.set(drawn.subarray(from, from + count * outputs), (pass.firstSample + sample) * count * outputs);
      }
    }
    return all;
  }

  /**
   * Draws now what predictions draw anew each time, pass by pass as long as all takes no more than so many bytes; where
   * members have parameters of their own there is nothing to draw. Outputs that are linear in the weights are left as they are: they
   * cost hardly anything, and in a graph of their own TensorFlow sums them in another order.
   * @returns weight samples that are still drawn for each prediction
   */
  drawOnce(mostBytes: number): number {
    const { posterior, samples } = this;
    if (this.#members || posterior.program.noiseTensors === 0) return 0;
    if (posterior.family.linear) return samples;
    let [left, anew] = [mostBytes, samples];
    for (const pass of posterior.plan.passes) {
      const drawn = tellingSamples(this.#shapeOf(pass), (shape) =>
        this.#compiled.drawOnce?.(shape, this.#seedsOf(pass), left),
      );
      if (!drawn) continue;
      this.#drawn.set(pass, drawn);
      left -= drawn.bytes;
      anew -= pass.samples;
    }
    return anew;
  }

  /** Predicts with other parameters from here on. @param flat in the posterior's layout, of one that has no members */
  setParameters(flat: Float32Array): void {
    this.#drawn.clear();
    this.#compiled.setParameters(flat);
  }

  dispose(): void {
    this.#compiled.dispose();
  }

  #shapeOf(pass: Pass): PassShape {
    if (this.#members) return { samples: this.#members.samples, firstOwn: 0, items: this.items };
    const { plan, experiment } = this.posterior;
    return predictionShape(pass, plan, this.items, experiment);
  }

  #seedsOf({ firstSample, samples }: Pass): Int32Array {
    const count = this.#members?.samples ?? samples;
    return seedsOfUse(this.posterior, { first: firstSample, count });
  }
}

/** @throws OutOfMemoryError that tells of how many samples a pass was for which memory is lacking */
function tellingSamples<Result>(shape: PassShape, work: (shape: PassShape) => Result): Result {
  try {
    return work(shape);
  } catch (error) {
    if (!(error instanceof OutOfMemoryError)) throw error;
    throw new OutOfMemoryError(error.askedBytes, error.now, shape.samples);
  }
}

/**
 * Seeds of the weight samples that are drawn once training is over: the same for predictions and for exports.
 * @returns int32 values of shape [noise tensors, samples, 2]
 */
export function seedsOfUse(
  { experiment, program }: TrainedPosterior,
  samples: { readonly first: number; readonly count: number },
): Int32Array {
  return noiseSeeds(experiment.seed, 'use', 0, program.noiseTensors, samples);
}
