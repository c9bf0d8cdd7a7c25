import { layoutOf, type ParameterLayout, valuesOf } from '../engine/parameter-layout';
import type { Program } from '../engine/program';
import { type Pass, planSteps } from '../parallel/step-plan';
import { runProgram } from '../train/run-program';
import type { TrainedPosterior } from './trained-posterior';

/**
 * The members of one pass, where samples have parameters of their own: one program predicts with all passes, one after the
 * other, whatever the number of members.
 */
export class MemberBlock {
  readonly samples: number;
  readonly program: Program;
  readonly #layout: ParameterLayout;

  constructor(readonly posterior: TrainedPosterior) {
    const { experiment, metadata, plan, predicts } = posterior;
    this.samples = Math.max(...plan.passes.map((pass) => pass.samples));
    const { batchSize } = experiment.training;
    const training = { ...experiment.training, samples: this.samples, samplesPerPass: this.samples };
    const block = { ...experiment, training };
    const steps = planSteps(block, 0, 1, batchSize);
    this.program = runProgram(block, steps, metadata.task, batchSize, predicts).program;
    this.#layout = layoutOf(this.program.parameters);
  }

  /** The parameters of a pass's members, flat; zeros behind them, where the pass is smaller than others. */
  parametersOf({ firstSample, samples }: Pass): Float32Array {
    const { layout, flat, experiment } = this.posterior;
    const block = new Float32Array(this.#layout.floats);
    this.#layout.slots.forEach((slot, index) => {
      const all = valuesOf(layout.slots[index], flat);
      const member = all.length / experiment.training.samples;
      block.set(all.subarray(firstSample * member, (firstSample + samples) * member), slot.offset);
    });
    return block;
  }
}
