import { mixesTargets } from '../../src-shared/experiment/augmentation-problems';
import { layerProblems, withBayesianLayers } from '../../src-shared/experiment/bayesian-layers';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { frozenLayerProblems, withFrozenLayers } from '../../src-shared/experiment/frozen-layers';
import { refuseProblems } from '../../src-shared/experiment/problems';
import { buildFamily } from '../bayes/families/build-family';
import type { PosteriorFamily } from '../bayes/families/posterior-family';
import { buildLikelihood } from '../bayes/likelihoods/build-likelihood';
import type { Likelihood, Predicts } from '../bayes/likelihoods/likelihood';
import { ofMembers } from '../bayes/likelihoods/of-members';
import { buildObjective } from '../bayes/objectives/build-objective';
import type { Objective } from '../bayes/objectives/objective';
import { withTrainedStart } from '../bayes/trained-weights';
import { mixedLabelSize } from '../data/mixed-labels';
import type { Task } from '../data/run-data';
import type { ParameterSpec } from '../engine/parameter-layout';
import type { Program } from '../engine/program';
import { buildModel } from '../models/build-model';
import type { Model } from '../models/model';
import type { StepPlan } from '../parallel/step-plan';
import { trainingProgram } from './training-program';

/** The program of an experiment and the parts that it was put together from. */
export interface RunProgram {
  readonly model: Model;
  readonly family: PosteriorFamily;
  readonly likelihood: Likelihood;
  readonly objective: Objective;
  readonly program: Program;
  /** Parameters of so many samples, the likelihood's included, where each sample has its own. */
  readonly membersOf?: (count: number) => readonly ParameterSpec[];
}

/**
 * Puts together what an experiment trains, and predicts with.
 * @param trainItems of the training split (N)
 * @throws BadInputError where model, inference and data do not go together
 */
export function runProgram(
  experiment: Experiment,
  plan: StepPlan,
  task: Task,
  trainItems: number,
  predicts: Predicts = 'predictive',
): RunProgram {
  const built = buildModel(experiment.model, task, experiment.inference.noise);
  const { frozen = [] } = experiment.training;
  refuseProblems(frozenLayerProblems(built.weights, frozen));
  const begun = withFrozenLayers(withTrainedStart(built.weights, experiment), frozen);
  refuseProblems(layerProblems(begun, experiment.inference));
  const model = { ...built, weights: withBayesianLayers(begun, experiment.inference) };
  const family = buildFamily(experiment, model, plan, trainItems);
  const { membersOf } = family;
  const common = buildLikelihood(experiment, task, predicts);
  const networks = membersOf ? plan.share.samples : plan.modes;
  const likelihood = networks === undefined ? common : ofMembers(common, networks);
  const objective = buildObjective(experiment, plan, task);
  const program = trainingProgram(model, family, {
    inputShape: task.inputShape,
    ...targetsOf(task, mixesTargets(experiment)),
    trainItems,
    samples: experiment.training.samples,
    heat: experiment.inference.heat,
    likelihood,
    objective,
  });
  return {
    model,
    family,
    likelihood,
    objective,
    program,
    ...(membersOf
      ? { membersOf: (count) => [...membersOf(count), ...ofMembers(common, count).parameters] }
      : {}),
  };
}

/** @param mixes whether a class is that of two items: their labels, and what the first counts for */
function targetsOf(task: Task, mixes: boolean): Pick<Program, 'targetShape' | 'targetType'> {
  if (task.kind === 'classification' && mixes)
    return { targetShape: [mixedLabelSize], targetType: 'float32' };
  if (task.kind === 'classification') return { targetShape: [], targetType: 'int32' };
  return { targetShape: task.targetShape, targetType: task.kind === 'segmentation' ? 'int32' : 'float32' };
}
