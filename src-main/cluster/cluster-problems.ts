import { BadInputError } from '../../src-shared/errors';
import type { Experiment } from '../../src-shared/experiment';

/** What a cluster project can train. Throws BadInputError naming the first setting that has no form in torch_blue there. */
export function refuseForCluster({ data, model, inference }: Experiment): void {
  const problem =
    dataProblem(data.dataset) ??
    modelProblem(model.kind) ??
    inferenceProblem(inference) ??
    priorProblem(inference.prior.kind);
  if (problem !== undefined) throw new BadInputError(`${problem} Train it on this machine instead.`);
}

function dataProblem(dataset: string): string | undefined {
  const images = ['digits', 'fashion-mnist', 'cifar-10'];
  if (images.includes(dataset)) return undefined;
  return `data.dataset: a project for a cluster can hold ${images.join(', ')}, not ${dataset}.`;
}

function modelProblem(kind: string): string | undefined {
  if (kind === 'mlp' || kind === 'cnn') return undefined;
  return `model.kind: only mlp and cnn have a form in torch_blue here, ${kind} has none.`;
}

function inferenceProblem(inference: Experiment['inference']): string | undefined {
  const { method, localReparameterisation, pointEstimateLayers } = inference;
  if (method !== 'variational')
    return `inference.method: torch_blue trains variational posteriors, not ${method}.`;
  if (localReparameterisation)
    return 'inference.localReparameterisation: a project for a cluster draws weights, not outputs.';
  if (pointEstimateLayers.length > 0)
    return 'inference.pointEstimateLayers: a project for a cluster has none; all its layers are Bayesian.';
  return undefined;
}

function priorProblem(kind: string): string | undefined {
  if (kind === 'gaussian' || kind === 'rescaled-gaussian') return undefined;
  return `inference.prior: a project for a cluster knows gaussian and rescaled-gaussian, not ${kind}.`;
}
