import type { Experiment } from './experiment';

/**
 * The experiment as its steps see it: what Laplace's approximation is put around is trained as the members of an
 * ensemble are. All other methods are trained as they are.
 */
export function trainedAs(experiment: Experiment): Experiment {
  const { inference } = experiment;
  if (inference.method !== 'laplace') return experiment;
  const {
    weights: _weights,
    structure: _structure,
    predictive: _predictive,
    priorPrecision: _priorPrecision,
    precisionBy: _precisionBy,
    priorPer: _priorPer,
    ...common
  } = inference;
  return { ...experiment, inference: { ...common, method: 'deep-ensemble' } };
}
