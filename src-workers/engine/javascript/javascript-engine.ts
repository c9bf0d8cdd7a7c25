import {
  engine,
  env,
  scalar,
  setBackend,
  type Tensor,
  type Tensor3D,
  tensor,
  tensor2d,
  tensor3d,
} from '@tensorflow/tfjs-core';
import { updateParts } from '../update-parts';
import '@tensorflow/tfjs';
import { flatten, layoutOf, type ParameterLayout, valuesOf } from '../parameter-layout';
import type { ForwardInputs, OptimiserStep, PassInputs, PassReport, PassShape } from '../pass';
import type { CompiledProgram, CompileOptions, ForwardTensors, Program } from '../program';
import { UpdateRule } from './update-rule';

/** Runs a program step by step on a tfjs backend: `cpu`, plain JavaScript, needs nothing and is the slow one. */
export function runEagerly(backend: string, program: Program, options: CompileOptions): CompiledProgram {
  // Else tfjs prints advice to install what is not needed here into the run's log.
  env().set('IS_NODE', false);
  return new EagerProgram(backend, program, options);
}

class EagerProgram implements CompiledProgram {
  readonly #layout: ParameterLayout;
  readonly #parameters: Float32Array;
  readonly #rule: UpdateRule;

  constructor(
    readonly backend: string,
    readonly program: Program,
    { optimiser }: CompileOptions,
  ) {
    this.#layout = layoutOf(program.parameters);
    this.#parameters = new Float32Array(this.#layout.floats);
    this.#rule = new UpdateRule(optimiser, updateParts(this.#layout, optimiser));
  }

  setParameters(flat: Float32Array): void {
    this.#parameters.set(flat);
    this.#rule.clear();
  }

  parameters(): Float32Array {
    return this.#parameters.slice();
  }

  optimiserState(): readonly Float32Array[] {
    return this.#rule.state.map((moment) => moment.slice());
  }

  replaceParameters(flat: Float32Array): void {
    this.#parameters.set(flat);
  }

  restore(parameters: Float32Array, state: readonly Float32Array[]): void {
    this.#parameters.set(parameters);
    this.#rule.restore(state);
  }

  gradients(inputs: PassInputs): { gradients: Float32Array; report: PassReport } {
    return this.#scoped(() => {
      const { shape, share, klWeight = 1, noiseStd = 0 } = inputs;
      const pooledShape: [number, number] = [shape.items, this.program.pooledWidth];
      const pooled = tensor2d(
        inputs.pooled ?? new Float32Array(pooledShape[0] * pooledShape[1]),
        pooledShape,
      );
      const tensors = {
        ...this.#forwardTensors(inputs),
        share: scalar(share),
        klWeight: scalar(klWeight),
        noiseStd: scalar(noiseStd),
        pooled,
      };
      const pass = this.program.pass(this.#tensors(), tensors, shape);
      const [nll, fit, kl] = [pass.nll, pass.fit, pass.kl].map((value) => value.dataSync()[0]);
      const gradients = flatten(
        this.#layout,
        pass.gradients.map((gradient) => gradient.dataSync<'float32'>()),
      );
      const energies = pass.energies && { energies: pass.energies.dataSync<'float32'>().slice() };
      return { gradients, report: { nll, fit, kl, ...energies } };
    });
  }

  apply(gradients: Float32Array, step: OptimiserStep): void {
    this.#rule.apply(this.#parameters, gradients, step);
  }

  gradientsAndApply(inputs: PassInputs, step: OptimiserStep): PassReport {
    const { gradients, report } = this.gradients(inputs);
    this.apply(gradients, step);
    return report;
  }

  statistics(inputs: ForwardInputs): Float32Array {
    return this.#scoped(() =>
      this.program
        .statistics(this.#tensors(), this.#forwardTensors(inputs), inputs.shape)
        .dataSync<'float32'>()
        .slice(),
    );
  }

  predict(shape: PassShape, inputs: Float32Array, seeds: Int32Array): Float32Array {
    return this.#scoped(() =>
      this.program
        .predict(this.#tensors(), this.#inputs(inputs, shape), this.#seeds(seeds, shape), shape)
        .dataSync<'float32'>()
        .slice(),
    );
  }

  dispose(): void {
    // Between calls nothing but plain arrays is held.
  }

  /** Runs on this program's backend and frees every tensor that was made, kept ones included. */
  #scoped<Result>(run: () => Result): Result {
    setBackend(this.backend);
    engine().startScope();
    try {
      return run();
    } finally {
      engine().endScope();
    }
  }

  #tensors(): Tensor[] {
    return this.#layout.slots.map((slot) =>
      tensor(valuesOf(slot, this.#parameters), [...slot.shape], 'float32'),
    );
  }

  #forwardTensors(given: ForwardInputs): ForwardTensors {
    if ('loaded' in given) throw new Error('This engine loads no batches ahead.');
    const { inputs, targets, seeds, shape } = given;
    const { inputShape, targetShape, targetType } = this.program;
    return {
      inputs: tensor(inputs, [shape.inputSets ?? 1, shape.items, ...inputShape], 'float32'),
      targets: tensor(targets, [shape.targetSets ?? 1, shape.items, ...targetShape], targetType),
      seeds: this.#seeds(seeds, shape),
    };
  }

  #inputs(values: Float32Array, { items }: PassShape): Tensor {
    return tensor(values, [items, ...this.program.inputShape], 'float32');
  }

  #seeds(values: Int32Array, { samples }: PassShape): Tensor3D {
    return tensor3d(values, [this.program.noiseTensors, samples, 2], 'int32');
  }
}
