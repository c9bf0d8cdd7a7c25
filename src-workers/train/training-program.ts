import {
  add,
  dispose,
  expandDims,
  grads,
  keep,
  mul,
  type Scalar,
  slice,
  type Tensor,
  tile,
} from '@tensorflow/tfjs-core';
import type { WeightTensor } from '../../src-shared/experiment/networks/tensors/weight-tensor';
import type { DrawnSamples, PosteriorFamily } from '../bayes/families/posterior-family';
import type { Likelihood } from '../bayes/likelihoods/likelihood';
import type { Forward, Objective } from '../bayes/objectives/objective';
import type { ParameterSpec } from '../engine/parameter-layout';
import type { PassShape } from '../engine/pass';
import type { ForwardTensors, PassTensors, Program } from '../engine/program';
import type { Model } from '../models/model';
import { energyOfPrior, ofAllChains, ofPass, passEnergies } from './chain-energies';
import { ObservedStatistics } from './observed-statistics';
import { withoutGradient } from './without-gradient';

export interface TrainingSettings {
  readonly inputShape: readonly number[];
  readonly targetShape: readonly number[];
  readonly targetType: 'int32' | 'float32';
  /** Items of the training split (N). */
  readonly trainItems: number;
  /** Of a step over all workers (S). */
  readonly samples: number;
  readonly heat: number;
  readonly likelihood: Likelihood;
  readonly objective: Objective;
}

/**
 * What is minimised, in nats per data set: share * (N * data term + klWeight * heat * KL(q || p)). Shares of one step add
 * up to the whole. Families of points have -log p(w) in place of the divergence. The likelihood's own parameters follow the
 * family's. Where IVON's step holds the prior the divergence is told, not minimised. Tensors that move, as running statistics, have what a step takes off them in place of a gradient. Chains go by the sum of their energies instead of the mean, with noise in their gradients.
 */
export function trainingProgram(model: Model, family: PosteriorFamily, settings: TrainingSettings): Program {
  const { trainItems, samples, heat, likelihood, objective } = settings;
  const familyCount = family.parameters.length;

  const specs = withRoles([...family.parameters, ...likelihood.parameters], model.weights);

  const forward = (given: readonly Tensor[], tensors: ForwardTensors, shape: PassShape) => {
    const parameters = given.map((tensor, at) =>
      specs[at].role === 'frozen' ? withoutGradient(tensor) : tensor,
    );
    const draw = family.draw(parameters.slice(0, familyCount), drawnIn(tensors, shape));
    const observed = new ObservedStatistics(model.weights, shape.batchParts);
    const outputs = model.forward(inTurn(tensors.inputs, shape.samples), draw.layers, observed);
    const own = parameters.slice(familyCount).map((parameter) => ofPass(family, parameter, shape));
    const result: Forward = {
      outputs,
      targets: tensors.targets,
      logLikelihoods: () => likelihood.logLikelihood(outputs, tensors.targets, own),
    };
    return { draw, result, own, observed };
  };

  const loss = (parameters: readonly Tensor[], tensors: PassTensors, shape: PassShape) => {
    const { draw, result, own, observed } = forward(parameters, tensors, shape);
    const data = objective.term(result, tensors.pooled);
    const kl = family.chains ? energyOfPrior(draw, likelihood, own) : draw.divergence();
    const fit = mul(data.surrogate, trainItems) as Scalar;
    const whole = family.ivon ? fit : (add(fit, mul(mul(kl, heat), tensors.klWeight)) as Scalar);
    const pull = observed.pull(draw.layers, family.membersOf ? samples : 1);
    const learned = ofAllChains(family, whole, parameters, tensors, shape);
    const total = mul(tensors.share, pull ? add(learned, pull) : learned) as Scalar;
    const energies = passEnergies(family, { draw, result, own }, likelihood, trainItems, tensors);
    return { total, report: [data.nll, likelihood.fit(result.outputs, result.targets), kl, ...energies] };
  };

  return {
    parameters: specs,
    noiseTensors: family.chains?.moves === 'by noise' ? specs.length : family.noiseTensors,
    inputShape: settings.inputShape,
    targetShape: settings.targetShape,
    targetType: settings.targetType,
    pooledWidth: objective.pooling?.width ?? 0,
    pass: (parameters, tensors, shape) => {
      let kept: Tensor[] = [];
      const gradients = grads((...inputs: Tensor[]) => {
        const { total, report } = loss(inputs, tensors, shape);
        kept = report.map((value) => keep(value));
        return total;
      })([...parameters]);
      // Kept past the tape's own scope; a copy belongs to the caller's.
      const [nll, fit, kl, energies] = kept.map((value) => value.clone());
      dispose(kept);
      const scalars = { nll: nll as Scalar, fit: fit as Scalar, kl: kl as Scalar };
      return { gradients, ...scalars, ...(energies ? { energies } : {}) };
    },
    statistics: (parameters, tensors, shape) => {
      if (!objective.pooling) throw new Error('This objective pools nothing.');
      return objective.pooling.statistics(forward(parameters, tensors, shape).result);
    },
    predict: (parameters, inputs, seeds, shape) => {
      const own = parameters.slice(0, familyCount);
      const samples = drawnIn({ seeds }, shape);
      if (family.linear) return likelihood.predictive(family.linear.outputs(own, samples, inputs));
      return likelihood.predictive(model.forward(expandDims(inputs, 0), family.drawLayers(own, samples)));
    },
  };
}

/** What of the parameters stays as it begins, and what moves by what items have. */
function withRoles(
  specs: readonly ParameterSpec[],
  weights: readonly WeightTensor[],
): readonly ParameterSpec[] {
  const roles = new Map(
    weights.flatMap(({ name, frozen, moving }): [string, ParameterSpec['role']][] =>
      frozen ? [[name, 'frozen']] : moving ? [[name, 'moving']] : [],
    ),
  );
  return specs.map((spec) => ({ ...spec, ...(roles.has(spec.name) ? { role: roles.get(spec.name) } : {}) }));
}

/** One set for each sample, sample i seeing set i mod their number; a set that all see stays one. */
function inTurn(sets: Tensor, samples: number): Tensor {
  const [count, ...rest] = sets.shape;
  if (count === 1 || count === samples) return sets;
  const repeated = tile(sets, [Math.ceil(samples / count), ...rest.map(() => 1)]);
  return slice(repeated, [0, ...rest.map(() => 0)], [samples, ...rest]);
}

function drawnIn(
  { seeds }: Pick<PassTensors, 'seeds'>,
  { samples, firstOwn, firstItem = 0 }: PassShape,
): DrawnSamples {
  return { seeds, samples, first: firstOwn, firstItem };
}
