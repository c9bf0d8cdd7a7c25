import { intAttribute, intsAttribute } from './attributes';
import type { NetworkFile, OnnxAttribute, OnnxNode, OnnxTensor } from './network-file';

/** From this opset on, settings of shapes are inputs, and a softmax is along one axis. */
const first = 13;

/** The attribute that became an input of each operator. */
const becameInputs: Readonly<Record<string, string>> = { Split: 'split', Squeeze: 'axes', Unsqueeze: 'axes' };

/** A network of an earlier opset in the terms of opset 13. */
export function inNewerTerms(network: NetworkFile): NetworkFile {
  if (network.opset >= first) return network;
  const initialisers = new Map(network.initialisers);
  const nodes = network.nodes.flatMap((node): readonly OnnxNode[] => {
    if (node.operator === 'Softmax' || node.operator === 'LogSoftmax') return overAllBehind(node);
    const attribute = becameInputs[node.operator];
    const values = attribute === undefined ? undefined : intsAttribute(node, attribute);
    if (values === undefined) return [node];
    const name = `${node.outputs[0]} ${attribute}`;
    initialisers.set(name, wholeNumbers(values));
    return [{ ...node, inputs: [node.inputs[0], name] }];
  });
  return { ...network, nodes, initialisers };
}

function wholeNumbers(values: readonly number[]): OnnxTensor {
  return { kind: 'int', shape: [values.length], values: () => Int32Array.from(values) };
}

/** A softmax was over all axes from its own on, as over one: by default over all but the first. */
function overAllBehind(node: OnnxNode): readonly OnnxNode[] {
  const axis = intAttribute(node, 'axis', 1);
  if (axis === -1) return [node];
  const [x] = node.inputs;
  const [output] = node.outputs;
  const part = (
    operator: string,
    inputs: readonly string[],
    outputs: string,
    own: number | undefined,
  ): OnnxNode => ({
    ...node,
    operator,
    inputs,
    outputs: [outputs],
    attributes: new Map<string, OnnxAttribute>(
      own === undefined ? [] : [['axis', { kind: 'int', value: own }]],
    ),
  });
  return [
    part('Shape', [x], `${output} shape`, undefined),
    part('Flatten', [x], `${output} rows`, axis),
    part(node.operator, [`${output} rows`], `${output} of rows`, 1),
    part('Reshape', [`${output} of rows`, `${output} shape`], output, undefined),
  ];
}
