import type { NetworkFile, OnnxNode } from './network-file';

/**
 * The network without a softmax at its end, as other programs put one there: likelihoods take the numbers before it, and
 * of probabilities they would take a softmax once more. Targets of regressions are standardised, which no softmax gives.
 */
export function beforeSoftmax(network: NetworkFile): NetworkFile {
  const outputs = network.outputs.map((output) => beforeLast(output, network.nodes));
  return { ...network, outputs, outputNames: network.outputs };
}

function beforeLast(output: string, nodes: readonly OnnxNode[]): string {
  const last = nodes.find(({ outputs }) => outputs.includes(output));
  const [before] = last?.inputs ?? [];
  if (!last || before === undefined) return output;
  if (last.operator === 'Identity') return beforeLast(before, nodes);
  return last.operator === 'Softmax' || last.operator === 'LogSoftmax' ? before : output;
}
