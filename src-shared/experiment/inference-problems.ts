import { layerProblems } from './bayesian-layers';
import { nameOf } from './choice';
import { itemKindOf } from './data';
import { featuresOf } from './data/series-windows';
import type { Experiment } from './experiment';
import { frozenLayerProblems, frozenMethodProblems, withFrozenLayers } from './frozen-layers';
import { isRegression } from './is-regression';
import { withLearnedLayers } from './learned-layers';
import { methodFacts, methods, methodsUsing } from './methods';
import { leastWeights } from './network-problems';
import { networkFacts } from './networks';
import { noiseFacts } from './noise';
import { priorFacts, priors } from './priors';
import type { Problem } from './problem';
import { beginsTrained } from './start';

/** What method, prior, divergence and model ask of each other. */
export function inferenceProblems(experiment: Experiment): Problem[] {
  return [
    ...methodFacts(experiment.inference).problems(experiment),
    ...foreignProblems(experiment),
    ...startProblems(experiment),
    ...untrainedProblems(experiment),
    ...penaltyProblems(experiment),
    ...noiseProblems(experiment),
    ...namedLayerProblems(experiment),
    ...frozenMethodProblems(experiment),
  ];
}

/** Settings of other methods that would silently do nothing. */
function foreignProblems({ inference, model }: Experiment): Problem[] {
  const { uses, dropsUnits } = methodFacts(inference);
  const dropping = methods.filter((method) => method.dropsUnits).map((method) => nameOf(method, 'method'));
  return [
    ...(inference.flipout && !uses.includes('flipout')
      ? [
          {
            path: 'inference.flipout',
            message: `Belongs to method ${methodsUsing('flipout').join(' or ')}; ${inference.method} has no use for it.`,
          },
        ]
      : []),
    ...(inference.localReparameterisation && !uses.includes('localReparameterisation')
      ? [
          {
            path: 'inference.localReparameterisation',
            message: `Belongs to method ${methodsUsing('localReparameterisation').join(' or ')}; ${inference.method} draws no Gaussian weights.`,
          },
        ]
      : []),
    ...(inference.bayesianLayers.length > 0 && !uses.includes('bayesianLayers')
      ? [
          {
            path: 'inference.bayesianLayers',
            message: `Belongs to method ${methodsUsing('bayesianLayers').join(' or ')}; ${inference.method} puts no Gaussian on single layers.`,
          },
        ]
      : []),
    ...(model.dropout > 0 && !dropsUnits
      ? [
          {
            path: 'model.dropout',
            message: `Belongs to method ${dropping.join(' or ')}; method ${inference.method} drops nothing.`,
          },
        ]
      : []),
  ];
}

function startProblems({ inference }: Experiment): Problem[] {
  if (inference.initialisation !== 'prior' || priorFacts(inference.prior).suggestsStart) return [];
  const suggesting = priors.filter(({ suggestsStart }) => suggestsStart).map((prior) => nameOf(prior));
  return [
    {
      path: 'inference.initialisation',
      message: `The ${inference.prior.kind} prior suggests no start; use scaled, or a ${suggesting.slice(0, -1).join(', ')} or ${suggesting[suggesting.length - 1]} prior.`,
    },
  ];
}

/** A prior around trained weights needs such. */
function untrainedProblems(experiment: Experiment): Problem[] {
  const { prior } = experiment.inference;
  if (priorFacts(prior).isAroundStart === undefined || beginsTrained(experiment)) return [];
  // Where the prior itself names them, it lacks a name.
  if (prior.kind === 'posterior') return [];
  const message = `The ${prior.kind} prior lies around weights that were trained before, and this network begins afresh; say where they are (start), or use gaussian.`;
  return [{ path: 'inference.prior.kind', message }];
}

/** Some priors are about the spread of weights, of which points have none. */
function penaltyProblems({ inference }: Experiment): Problem[] {
  const { whyNoPoints } = priorFacts(inference.prior);
  const { hasDivergence, hasChains } = methodFacts(inference);
  if (hasDivergence || hasChains || whyNoPoints === undefined) return [];
  return [
    {
      path: 'inference.prior.kind',
      message: `The ${inference.prior.kind} prior ${whyNoPoints}, and weights of method ${inference.method} have no spread; use gaussian.`,
    },
  ];
}

function noiseProblems(experiment: Experiment): readonly Problem[] {
  const { data, inference } = experiment;
  if (!isRegression(data)) return [];
  const facts = noiseFacts(inference.noise);
  return [...facts.problems(experiment), ...(facts.countScale ? countProblems(experiment) : [])];
}

function countProblems({ data }: Experiment): readonly Problem[] {
  if (itemKindOf(data).name !== 'field') return [];
  const message = 'Counts are of tables, arrays and series; fields take another noise, such as learned.';
  return [{ path: 'inference.noise.kind', message }];
}

function namedLayerProblems({
  inference,
  model,
  data,
  training: { frozen = [] },
}: Experiment): readonly Problem[] {
  // Those of a person's own file are checked with the file.
  if (networkFacts(model).isOfFile) return [];
  const hasCalendar = 'calendar' in data && featuresOf(data) > 0;
  const named = [...frozen, ...inference.bayesianLayers, ...inference.pointEstimateLayers];
  const weights = withLearnedLayers(leastWeights(model, hasCalendar), data, named);
  const problems = frozenLayerProblems(weights, frozen);
  return problems.length > 0 ? problems : layerProblems(withFrozenLayers(weights, frozen), inference);
}
