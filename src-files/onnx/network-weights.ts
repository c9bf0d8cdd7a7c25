import type { OnnxSettings } from '../../src-shared/experiment/networks/onnx';
import { intAttribute } from './attributes';
import type { OnnxNode } from './network-file';
import type { FileWeight, NetworkLayers } from './network-layers';
import { type HeadedWeight, withHead } from './new-head';
import { areUntouched, runningStatistics } from './running-statistics';

/**
 * All tensors of a network as an experiment has it: those that are learned, a new head among them, then running statistics that move.
 * @throws BadInputError where no head is found
 */
export function networkWeights(
  found: NetworkLayers,
  settings: Pick<OnnxSettings, 'start' | 'head' | 'batchNorm'>,
): readonly HeadedWeight[] {
  return [...withHead(found, settings.head), ...movingStatistics(found, settings)];
}

/**
 * Running statistics that training moves; none where they stay as in the file. By themselves they stay where weights begin at those
 * that they belong to, in a file that was exported to predict. Those of a network that has seen no data would normalise nothing.
 */
function movingStatistics(
  found: NetworkLayers,
  { start, batchNorm }: Pick<OnnxSettings, 'start' | 'batchNorm'>,
): readonly FileWeight[] {
  if (batchNorm === 'frozen') return [];
  const statistics = runningStatistics(found);
  const isTraining = batchNorm !== 'auto' || start === 'fresh' || found.nodes.some(trains);
  return isTraining || areUntouched(statistics) ? statistics : [];
}

/** Whether the file says that a normalisation trains. */
function trains(node: OnnxNode): boolean {
  return node.operator === 'BatchNormalization' && intAttribute(node, 'training_mode', 0) !== 0;
}
