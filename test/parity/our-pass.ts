import type { Experiment } from '../../src-shared/experiment/experiment';
import type { InferenceSetting } from '../../src-shared/experiment/inference-settings';
import type { Tensor } from '../../src-shared/formats/safetensors';
import type { EngineChoice } from '../../src-shared/protocol/worker-protocol';
import { buildFamily } from '../../src-workers/bayes/families/build-family';
import { buildLikelihood } from '../../src-workers/bayes/likelihoods/build-likelihood';
import { buildObjective } from '../../src-workers/bayes/objectives/build-objective';
import { compile } from '../../src-workers/engine/compile';
import { flatten, layoutOf } from '../../src-workers/engine/parameter-layout';
import type { PassInputs } from '../../src-workers/engine/pass';
import type { CompiledProgram } from '../../src-workers/engine/program';
import { buildModel } from '../../src-workers/models/build-model';
import { planSteps } from '../../src-workers/parallel/step-plan';
import { trainingProgram } from '../../src-workers/train/training-program';
import { imagesOf, type ParityCase, posteriorOf, seedsOf, taskOf } from './parity-case';

/** What Parasample computes for a case, in the terms in which torch_blue's results are recorded. */
export interface OurPass {
  readonly nll: number;
  readonly kl: number;
  /** Nats per data set. */
  readonly loss: number;
  /** In the order of the posterior's tensors, end to end. */
  readonly gradients: Float32Array;
  /** Means over samples, [items, classes] */
  readonly probabilities: Float32Array;
}

/** One pass over all samples and items of the case, with these settings of the inference in place of the case's. */
export function ourPass(
  parity: ParityCase,
  engine: EngineChoice,
  inference: Partial<Pick<Experiment['inference'], InferenceSetting>> = {},
  posterior: readonly Tensor[] = posteriorOf(parity),
): OurPass {
  const experiment = { ...parity.experiment, inference: { ...parity.experiment.inference, ...inference } };
  const { samples, batchSize: items } = experiment.training;
  const shape = { samples, items, firstOwn: 0 };
  const program = programOf(parity, experiment);
  const layout = layoutOf(program.parameters);
  const optimiser = { kind: 'adam', weightDecay: 0 } as const;
  const options = { passes: [shape], predictions: [shape], optimiser };
  const compiled = compile(engine, program, options);
  try {
    const values = new Map(posterior.map(({ name, data }) => [name, data]));
    compiled.setParameters(
      flatten(
        layout,
        layout.slots.map(({ name }) => values.get(name) ?? new Float32Array()),
      ),
    );
    const inputs = {
      shape,
      inputs: imagesOf(parity),
      targets: parity.labels,
      seeds: seedsOf(parity),
      share: 1,
    };
    const { loss, nll, kl, flat } = lossOf(compiled, inputs, parity, experiment);
    const gradients = Float32Array.from(
      layout.slots.flatMap(({ offset, size }) => [...flat.subarray(offset, offset + size)]),
    );
    const draws = compiled.predict(shape, inputs.inputs, inputs.seeds);
    return { nll, kl, loss, gradients, probabilities: meanOverSamples(draws, samples) };
  } finally {
    compiled.dispose();
  }
}

function programOf(parity: ParityCase, experiment: Experiment) {
  const { trainItems } = parity;
  const task = taskOf(parity);
  const plan = planSteps(experiment, 0, 1, trainItems);
  const model = buildModel(experiment.model, task);
  return trainingProgram(model, buildFamily(experiment, model, plan, trainItems), {
    inputShape: task.inputShape,
    targetShape: [],
    targetType: 'int32',
    trainItems,
    samples: experiment.training.samples,
    heat: experiment.inference.heat,
    likelihood: buildLikelihood(experiment, task),
    objective: buildObjective(experiment, plan, task),
  });
}

/** @param draws log probabilities */
function meanOverSamples(draws: Float32Array, samples: number): Float32Array {
  const size = draws.length / samples;
  return Float32Array.from({ length: size }, (_, at) => {
    let sum = 0;
    for (let sample = 0; sample < samples; sample += 1) sum += Math.exp(draws[sample * size + at]);
    return sum / samples;
  });
}

function lossOf(
  compiled: CompiledProgram,
  inputs: PassInputs,
  { trainItems }: ParityCase,
  { inference }: Experiment,
) {
  const { gradients, report } = compiled.gradients(inputs);
  const { nll, kl } = report;
  return { loss: trainItems * nll + inference.heat * kl, nll, kl, flat: gradients };
}
