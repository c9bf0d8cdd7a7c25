import { floatAttribute } from './attributes';
import { finite } from './finite-numbers';
import type { FileWeight, NetworkLayers } from './network-layers';

/**
 * Running means and variances of batch normalisations as tensors that move in training, named as PyTorch names its buffers:
 * `bn1.running_mean`, `bn1.running_var`. ONNX' momentum is what of the old statistics is kept.
 */
export function runningStatistics({
  network,
  nodes,
  layers,
  constants,
}: NetworkLayers): readonly FileWeight[] {
  const found = new Map<string, FileWeight>();
  for (const node of nodes) {
    const layer = layers.get(node);
    if (node.operator !== 'BatchNormalization' || !layer) continue;
    const rate = 1 - floatAttribute(node, 'momentum', 0.9);
    for (const [place, variable, initial] of statistics) {
      const name = `${layer.layer}.${variable}`;
      const tensor = constants.get(node.inputs[place]);
      if (!tensor || found.has(name)) continue;
      const numbers = () => finite(tensor, name, network.path);
      found.set(name, {
        name,
        shape: tensor.shape,
        fanIn: tensor.shape[0] ?? 1,
        bayesian: false,
        initial,
        moving: { rate },
        numbers,
        refuseNonFinite: () => void numbers(),
      });
    }
  }
  return [...found.values()];
}

/** Inputs of the operator, their names in PyTorch, and where they begin. */
const statistics = [
  [3, 'running_mean', 'zeros'],
  [4, 'running_var', 'ones'],
] as const;

/** Whether they have seen no data yet: all are as they begin. */
export function areUntouched(found: readonly FileWeight[]): boolean {
  return found.every(({ initial, numbers }) => {
    const start = initial === 'ones' ? 1 : 0;
    return numbers().every((value) => value === start);
  });
}
