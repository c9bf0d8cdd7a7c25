import { dropoutNodes } from '../../src-files/onnx/dropout-nodes';
import { outputsOfHeads } from '../../src-files/onnx/head-outputs';
import { inputFit } from '../../src-files/onnx/input-fit';
import { type NetworkLayers, networkLayers } from '../../src-files/onnx/network-layers';
import { networkWeights } from '../../src-files/onnx/network-weights';
import { openNetwork } from '../../src-files/onnx/open-network';
import { layerProblems } from '../../src-shared/experiment/bayesian-layers';
import { itemKindOf } from '../../src-shared/experiment/data';
import { headsOf, outputNames } from '../../src-shared/experiment/data/heads';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { frozenLayerProblems, withFrozenLayers } from '../../src-shared/experiment/frozen-layers';
import { withLearnedLayers } from '../../src-shared/experiment/learned-layers';
import { methodFacts } from '../../src-shared/experiment/methods';
import { networkFacts } from '../../src-shared/experiment/networks';
import type { WeightTensor } from '../../src-shared/experiment/networks/tensors/weight-tensor';
import { refuseProblems } from '../../src-shared/experiment/problems';
import { checkStart } from './check-start';
import { refuseChangedNetwork } from './kept-network';

/**
 * Checks what the data's items ask of a network before any worker starts; the file of one of the person's own is read.
 * @param itemShape of one item's inputs
 * @throws BadInputError naming the setting, or what of the file is not as it should be
 */
export function checkNetwork(experiment: Experiment, itemShape: readonly number[]): void {
  const {
    model,
    inference,
    training: { frozen = [] },
  } = experiment;
  const chosen = networkFacts(model);
  // Of all other data the kind tells their axes.
  if (
    itemKindOf(experiment.data).name === 'arrays' &&
    !chosen.takes({ inputShape: itemShape, outputShape: [1] })
  )
    refuseProblems([{ path: 'model.kind', message: chosen.misfit }]);
  refuseProblems(chosen.sizeProblems(model, itemShape));
  if (model.kind !== 'onnx') {
    checkStart(experiment, itemShape, undefined);
    return;
  }
  const network = openNetwork(model.path);
  refuseChangedNetwork(network.path, network.files);
  const found = networkLayers(network);
  const weights = networkWeights(found, model);
  const heads = headsOf(experiment.data);
  if (heads.length > 0)
    outputsOfHeads(
      network,
      heads.map((head) => ({ name: head.target, outputs: outputNames(head) })),
    );
  inputFit(network, itemShape);
  if (model.start === 'file') for (const weight of weights) weight.refuseNonFinite?.();
  refuseNothingToDrop(experiment, found);
  refuseMovingStatistics(experiment, weights);
  const named = [...frozen, ...inference.bayesianLayers, ...inference.pointEstimateLayers];
  const all = withLearnedLayers(weights, experiment.data, named);
  refuseProblems(frozenLayerProblems(all, frozen));
  refuseProblems(layerProblems(withFrozenLayers(all, frozen), inference));
  checkStart(experiment, itemShape, weights);
}

/** What drops units is left out of a file where it is exported for prediction. */
function refuseNothingToDrop({ inference, model }: Experiment, found: NetworkLayers): void {
  if (!methodFacts(inference).dropsUnits) return;
  const rates = dropoutNodes(found).map(({ rate }) => rate);
  if (rates.length > 0 && (model.dropout > 0 || rates.some((rate) => rate > 0))) return;
  const { path } = found.network;
  const message =
    rates.length > 0
      ? `The Dropout nodes of ${path} have a probability of 0; set model.dropout, such as 0.1.`
      : `${path} has no Dropout nodes whose units could be left out, because exporters leave out what eval() switches off; call train() on its Dropout modules and export it again, or use variational.`;
  refuseProblems([{ path: rates.length > 0 ? 'model.dropout' : 'inference.method', message }]);
}

function refuseMovingStatistics({ inference }: Experiment, weights: readonly WeightTensor[]): void {
  if (!methodFacts(inference).movesAllWeights || !weights.some(({ moving }) => moving)) return;
  const message = `Method ${inference.method} moves or draws all numbers by rules of its own, so that running statistics of batches have no place in it; set frozen.`;
  refuseProblems([{ path: 'model.batchNorm', message }]);
}
