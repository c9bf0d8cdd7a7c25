import type { OnnxSettings } from '../../src-shared/experiment/networks/onnx';
import type { Start } from '../../src-shared/experiment/start';
import type { StartTable } from '../../src-shared/network/start-match';
import { networkLayers } from '../onnx/network-layers';
import { networkWeights } from '../onnx/network-weights';
import { openNetwork } from '../onnx/open-network';
import { openTrainedWeights } from './open-weights';
import { startTable } from './start-table';

/** A network of the person's own and weights that it is to begin at. */
export interface StartQuestion {
  readonly model: Pick<OnnxSettings, 'path' | 'start' | 'head' | 'batchNorm'>;
  readonly start: Start & { readonly file: string };
}

/**
 * How the names of a network's file and of a file of weights go together.
 * @throws BadInputError where one of them cannot be read
 */
export function startMatch({ model, start }: StartQuestion): StartTable {
  const weights = networkWeights(networkLayers(openNetwork(model.path)), model);
  return startTable(weights, openTrainedWeights(start.file, 'start.file'), start);
}
