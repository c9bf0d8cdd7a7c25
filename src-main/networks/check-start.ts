import { openTrainedWeights } from '../../src-files/trained/open-weights';
import { refuseMisfits } from '../../src-files/trained/refuse-misfits';
import { matchTrained } from '../../src-files/trained/trained-start';
import { trainedThresholds } from '../../src-files/trained/trained-thresholds';
import { BadInputError } from '../../src-shared/errors';
import { lastLayerOf, layerOf, unknownLayers } from '../../src-shared/experiment/bayesian-layers';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { withLearnedLayers } from '../../src-shared/experiment/learned-layers';
import { networkFacts } from '../../src-shared/experiment/networks';
import type { WeightTensor } from '../../src-shared/experiment/networks/tensors/weight-tensor';
import { isOrdinal } from '../../src-shared/experiment/ordinal-thresholds';
import { priorFacts } from '../../src-shared/experiment/priors';
import type { Problem } from '../../src-shared/experiment/problem';
import { refuseProblems } from '../../src-shared/experiment/problems';
import { type Start, startOf, startPath } from '../../src-shared/experiment/start';
import { factoredKernel } from '../../src-shared/posterior/rank-one';
import { refuseChangedNetwork } from './kept-network';

/**
 * Checks that trained weights fit the network that is to begin at them. Of a network of ours what comes last is checked when
 * the data are open, which say how many outputs it has.
 * @param own weights of a network of the person's own
 * @throws BadInputError naming what does not fit
 */
export function checkStart(
  experiment: Experiment,
  itemShape: readonly number[],
  own: readonly WeightTensor[] | undefined,
): void {
  const start = startOf(experiment);
  if (start?.file === undefined) return;
  const { file, fresh = [], names } = start;
  const path = startPath(experiment);
  const setting = `${path}.file`;
  const trained = openTrainedWeights(file, setting);
  refuseChangedNetwork(file, [file], setting);
  const isSpread = (name: string) => name.endsWith('.log_std') && factoredKernel(name) === undefined;
  if (path === 'inference.prior' && ![...trained.tensors.keys()].some(isSpread))
    throw new BadInputError(
      `${setting}: ${file} has no deviations that a prior could have; name a variational posterior, or begin there (start) with prior moped.`,
    );
  const network = own ?? weightsOf(experiment, itemShape);
  const weights = withLearnedLayers(network, experiment.data, [...fresh, ...Object.keys(names ?? {})]);
  const ofBatches = [...trained.tensors.keys()].find((name) => name.endsWith('.running_mean'));
  if (own && trained.runId !== undefined && ofBatches !== undefined && !own.some(({ moving }) => moving))
    throw new BadInputError(
      `${setting}: ${file} has running statistics of its own (${ofBatches}), which a frozen batch normalisation would leave out; set model.batchNorm to batch.`,
    );
  refuseProblems(unknownLayers('start.fresh', fresh, weights));
  refuseProblems(unknownNames(names, weights));
  refuseReordered(experiment, itemShape, trained.runId === undefined);
  const last = own ? undefined : lastLayerOf(network);
  const checked = network.filter(({ name }) => layerOf(name) !== last);
  // Of a network of ours the last layer is not among those that are checked here.
  const match = matchTrained(checked, trained, {
    names,
    fresh: own ? fresh : fresh.filter((layer) => layer !== 'last'),
  });
  refuseMisfits(match, trained, setting);
  if (isOrdinal(experiment.data)) trainedThresholds(experiment);
  const { prior } = experiment.inference;
  if (priorFacts(prior).isAroundStart !== undefined && match.networks > 1)
    throw new BadInputError(
      `${setting}: ${file} has ${match.networks} networks, and the ${prior.kind} prior lies around one; name a run of one network, or use gaussian.`,
    );
}

function weightsOf({ model }: Experiment, inputShape: readonly number[]): readonly WeightTensor[] {
  return networkFacts(model).weights(model, { inputShape, outputShape: [1] });
}

/** PyTorch flattens pictures channel by channel, where these networks do so pixel by pixel. */
function refuseReordered({ model }: Experiment, itemShape: readonly number[], isStateDict: boolean): void {
  const isFlattened =
    model.kind === 'cnn' || (model.kind === 'mlp' && itemShape.length === 3 && itemShape[2] > 1);
  if (!isStateDict || !isFlattened) return;
  throw new BadInputError(
    `start.file: a ${model.kind} here reads pictures in another order than PyTorch’s flatten; bring the network itself as an ONNX file (model.kind: onnx).`,
  );
}

function unknownNames(names: Start['names'], weights: readonly WeightTensor[]): readonly Problem[] {
  const unknown = Object.keys(names ?? {}).find(
    (ours) => !weights.some(({ name }) => name === ours || name.startsWith(`${ours}.`)),
  );
  if (unknown === undefined) return [];
  const some = weights.slice(0, 3).map(({ name }) => name);
  const message = `The network has no tensor or layer ${unknown}; it has ${some.join(', ')}${weights.length > 3 ? ', …' : ''}. The network’s own name stands first, then that in the file.`;
  return [{ path: 'start.names', message }];
}
