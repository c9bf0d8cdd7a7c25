import { inputFit } from '../../src-files/onnx/input-fit';
import { networkLayers } from '../../src-files/onnx/network-layers';
import { withHead } from '../../src-files/onnx/new-head';
import { openNetwork } from '../../src-files/onnx/open-network';
import { layerProblems } from '../../src-shared/experiment/bayesian-layers';
import { itemKindOf } from '../../src-shared/experiment/data';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { frozenLayerProblems, withFrozenLayers } from '../../src-shared/experiment/frozen-layers';
import { networkFacts } from '../../src-shared/experiment/networks';
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
  const weights = withHead(networkLayers(network), model.head);
  inputFit(network, itemShape);
  if (model.start === 'file') for (const weight of weights) weight.refuseNonFinite?.();
  refuseProblems(frozenLayerProblems(weights, frozen));
  refuseProblems(layerProblems(withFrozenLayers(weights, frozen), inference));
  checkStart(experiment, itemShape, weights);
}
