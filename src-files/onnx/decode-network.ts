import { BadInputError } from '../../src-shared/errors';
import { decodeTensor, type ExternalBytes } from './decode-tensor';
import { Message } from './message';
import type { NetworkFile, OnnxAttribute, OnnxGraph, OnnxInput, OnnxNode } from './network-file';

/** Networks have thousands; what has more was made to be slow. */
const mostNodes = 100_000;

/** Branches in branches: more were made to be slow. */
const mostDepth = 8;

interface Surroundings {
  readonly external: ExternalBytes;
  readonly depth: number;
}

/**
 * An ONNX file's bytes as a graph; field numbers are those of onnx.proto.
 * @throws BadInputError where they are no whole model
 */
export function decodeNetwork(
  bytes: Uint8Array,
  external: ExternalBytes,
): Pick<NetworkFile, 'opset'> & OnnxGraph {
  const model = new Message(bytes);
  const graph = model.bytes(7);
  if (!graph) throw new BadInputError('It holds no graph.');
  const opsets = model.messages(8).filter((opset) => isOwn(opset.text(1)));
  return {
    opset: Math.max(0, ...opsets.map((opset) => opset.number(2))),
    ...decodeGraph(graph, { external, depth: 0 }),
  };
}

/** Whether operators of this domain are ONNX's own. */
function isOwn(domain: string): boolean {
  return domain === '' || domain === 'ai.onnx';
}

function decodeGraph(bytes: Uint8Array, surroundings: Surroundings): OnnxGraph {
  const { external, depth } = surroundings;
  if (depth > mostDepth) throw new BadInputError(`It has branches in branches, more than ${mostDepth} deep.`);
  const graph = new Message(bytes);
  if (graph.has(15)) throw new BadInputError('It holds sparse weights, which are not read here.');
  const nodes = graph.allBytes(1);
  if (nodes.length > mostNodes) throw new BadInputError(`It has more than ${mostNodes} nodes.`);
  const tensors = graph.allBytes(5).map((tensor) => decodeTensor(tensor, external));
  const initialisers = new Map(tensors.map(({ name, tensor }) => [name, tensor]));
  const inputs = graph.messages(11).map(decodeInput);
  return {
    nodes: nodes.map((node) => decodeNode(node, surroundings)),
    initialisers,
    outputs: outputsOf(graph.messages(12).map(decodeInput)),
    // Older files name their initialisers among the inputs too.
    inputs: inputs.filter(({ name }) => !initialisers.has(name)),
  };
}

/** Labels and the like, which classifiers of scikit-learn give too, stand beside what a network computes. */
function outputsOf(outputs: readonly OnnxInput[]): readonly string[] {
  const floats = outputs.filter(({ type }) => type !== undefined && floatTypes.includes(type));
  return (floats.length > 0 ? floats : outputs).map(({ name }) => name);
}

/** By their numbers in onnx.proto. */
const floatTypes: readonly number[] = [1, 10, 11, 16];

function decodeNode(bytes: Uint8Array, surroundings: Surroundings): OnnxNode {
  const node = new Message(bytes);
  const [name, operator, domain] = [node.text(3), node.text(4), node.text(7)];
  const outputs = node.texts(2);
  const scopes = node.entries(9).get('pkg.torch.onnx.name_scopes');
  const module = scopes === undefined ? moduleOfPath(name) : moduleOfScopes(scopes);
  return {
    name: name === '' ? `${operator} of ${outputs[0]}` : name,
    operator: isOwn(domain) ? operator : `${domain}.${operator}`,
    inputs: node.texts(1),
    outputs,
    attributes: new Map(
      node.messages(5).map((attribute) => [attribute.text(1), decodeAttribute(attribute, surroundings)]),
    ),
    ...(module === undefined ? {} : { module }),
  };
}

/** PyTorch's exporter tells them as `['', 'layer1', 'layer1.0', 'conv2d']`: modules from the outside in, then the call. */
function moduleOfScopes(scopes: string): string | undefined {
  const names = [...scopes.matchAll(/'([^']*)'/g)].map(([, name]) => name);
  const module = names.at(-2);
  return module === undefined || module === '' ? undefined : module;
}

/** PyTorch's earlier exporter names nodes as `/layer1/layer1.0/conv1/Conv`: parts of a list carry its name once more. */
function moduleOfPath(name: string): string | undefined {
  if (!name.startsWith('/')) return undefined;
  const parts = name.split('/').slice(1, -1);
  const joined = parts.reduce((path, part) => {
    if (path === '') return part;
    const names = path.split('.');
    // `features.1` and then `features.1.0`, of a list in a list.
    const known = names.findIndex((_, at) => part.startsWith(`${names.slice(at).join('.')}.`));
    return known < 0 ? `${path}.${part}` : [...names.slice(0, known), part].join('.');
  }, '');
  return joined === '' ? undefined : joined;
}

/** Kinds by their numbers in onnx.proto. */
const attributeKinds = {
  1: 'float',
  2: 'int',
  3: 'text',
  4: 'tensor',
  5: 'graph',
  6: 'floats',
  7: 'ints',
  8: 'texts',
} as const;

function decodeAttribute(attribute: Message, surroundings: Surroundings): OnnxAttribute {
  const { external, depth } = surroundings;
  const kind = attributeKinds[attribute.number(20) as keyof typeof attributeKinds];
  const [tensor, graph] = [attribute.bytes(5), attribute.bytes(6)];
  switch (kind) {
    case 'float':
      return { kind, value: attribute.number(2) };
    case 'int':
      return { kind, value: attribute.number(3) };
    case 'text':
      return { kind, value: attribute.text(4) };
    case 'floats':
      return { kind, value: attribute.floats(7) };
    case 'ints':
      return { kind, value: attribute.ints(8) };
    case 'texts':
      return { kind, value: attribute.texts(9) };
    case 'tensor':
      return tensor ? { kind, value: decodeTensor(tensor, external).tensor } : { kind: 'other' };
    case 'graph':
      return graph ? { kind, value: decodeGraph(graph, { external, depth: depth + 1 }) } : { kind: 'other' };
    default:
      return { kind: 'other' };
  }
}

function decodeInput(input: Message): OnnxInput {
  const [type] = input.messages(2).flatMap((one) => one.messages(1));
  const [shape] = type?.messages(2) ?? [];
  const axes = shape?.messages(1).map((axis) => (axis.number(1) > 0 ? axis.number(1) : undefined));
  return { name: input.text(1), shape: axes, type: type?.number(1) };
}
