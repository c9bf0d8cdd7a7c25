import { sizeOf } from '../../src-shared/experiment/networks/tensors/weight-tensor';
import { floatAttribute, intAttribute } from './attributes';
import type { OnnxNode, OnnxTensor } from './network-file';

type Constants = ReadonlyMap<string, OnnxTensor>;
/** The nodes that take a value, by its name. */
export type Users = ReadonlyMap<string, readonly OnnxNode[]>;

/** A dense layer or a convolution: which constants are its weights. */
export interface KernelRole {
  readonly kind: 'dense' | 'convolution';
  readonly kernel: string;
  readonly bias?: string;
  /** Axes of the file's kernel in the order of ours: [in, out], or [...sizes, in, out]; [...sizes, out, in] where transposed. */
  readonly order: readonly number[];
  readonly fanIn: number;
  readonly outputs: number;
  /** The node behind it that adds the bias. */
  readonly addition?: OnnxNode;
}

/** A normalisation with a scale. */
export interface NormRole {
  readonly scale: string;
  readonly offset?: string;
  readonly width: number;
}

/** Whether an exporter called a value so, that has no name in the person's code. */
export function isMadeUp(name: string): boolean {
  return /^(val_\d+|onnx::.*|\d+|_.*|\/.*)$/.test(name);
}

export function usersOf(nodes: readonly OnnxNode[]): Users {
  const users = new Map<string, OnnxNode[]>();
  for (const node of nodes)
    for (const name of new Set(node.inputs)) users.set(name, [...(users.get(name) ?? []), node]);
  return users;
}

/** The node as a layer with a kernel; undefined where it is none. */
export function kernelRole(node: OnnxNode, users: Users, constants: Constants): KernelRole | undefined {
  const kernel = floatConstant(node.inputs[1], constants);
  // What multiplies two constants is no layer.
  if (!kernel || constants.has(node.inputs[0])) return undefined;
  if (node.operator === 'Gemm') return gemmRole(node, kernel, constants);
  if (node.operator === 'MatMul') return productRole(node, kernel, users, constants);
  if (node.operator === 'Conv' || node.operator === 'ConvTranspose')
    return convolutionRole(node, kernel, constants);
  return undefined;
}

const norms: readonly string[] = [
  'BatchNormalization',
  'GroupNormalization',
  'InstanceNormalization',
  'LayerNormalization',
  'RMSNormalization',
];

export function normRole({ operator, inputs }: OnnxNode, constants: Constants): NormRole | undefined {
  const scale = floatConstant(inputs[1], constants);
  if (!scale || !norms.includes(operator)) return undefined;
  // Of groups, which PyTorch's earlier exporter makes of instances with a scale of ones, scaling anew behind them.
  if (operator === 'InstanceNormalization' && isMadeUp(inputs[1])) return undefined;
  const offset = floatConstant(inputs[2], constants) ? { offset: inputs[2] } : {};
  return { scale: inputs[1], width: sizeOf(scale.shape), ...offset };
}

function gemmRole(node: OnnxNode, kernel: OnnxTensor, constants: Constants): KernelRole | undefined {
  const { inputs } = node;
  const isTransposed = intAttribute(node, 'transB', 0) !== 0;
  const [fanIn, outputs] = isTransposed ? [...kernel.shape].reverse() : kernel.shape;
  const bias = biasOf(inputs[2], outputs, constants);
  const isPlain =
    floatAttribute(node, 'alpha', 1) === 1 &&
    floatAttribute(node, 'beta', 1) === 1 &&
    intAttribute(node, 'transA', 0) === 0;
  if (!isPlain || kernel.shape.length !== 2 || (inputs[2] && bias === undefined)) return undefined;
  const order = isTransposed ? [1, 0] : [0, 1];
  return { kind: 'dense', kernel: inputs[1], order, fanIn, outputs, ...(bias === undefined ? {} : { bias }) };
}

function productRole(
  { inputs, outputs: [product] }: OnnxNode,
  { shape }: OnnxTensor,
  users: Users,
  constants: Constants,
): KernelRole | undefined {
  if (shape.length !== 2) return undefined;
  const [fanIn, outputs] = shape;
  const role = { kind: 'dense', kernel: inputs[1], order: [0, 1], fanIn, outputs } as const;
  const [addition, ...others] = users.get(product) ?? [];
  if (addition?.operator !== 'Add' || others.length > 0) return role;
  const bias = biasOf(addition.inputs[addition.inputs[0] === product ? 1 : 0], outputs, constants);
  return bias === undefined ? role : { ...role, bias, addition };
}

function convolutionRole(
  node: OnnxNode,
  { shape }: OnnxTensor,
  constants: Constants,
): KernelRole | undefined {
  if (shape.length < 3) return undefined;
  const { inputs, operator } = node;
  const [first, second, ...sizes] = shape;
  const outputs = operator === 'Conv' ? first : second * intAttribute(node, 'group', 1);
  const bias = biasOf(inputs[2], outputs, constants);
  const fanIn = second * sizeOf(sizes);
  const order = [...sizes.map((_, at) => at + 2), 1, 0];
  const role = { kind: 'convolution', kernel: inputs[1], order, fanIn, outputs } as const;
  return bias === undefined ? role : { ...role, bias };
}

/** Weights of a recurrent layer as a file gives them: [directions, gates * units, ...] each. */
export interface RecurrentRole {
  readonly input: string;
  readonly hidden: string;
  readonly bias?: string;
  readonly units: number;
}

const recurrents: readonly string[] = ['GRU', 'LSTM', 'RNN'];

export function recurrentRole(
  { operator, inputs }: OnnxNode,
  constants: Constants,
): RecurrentRole | undefined {
  const [, input, hidden, bias] = inputs;
  const state = floatConstant(hidden, constants);
  if (!recurrents.includes(operator) || !floatConstant(input, constants) || !state) return undefined;
  const role = { input, hidden, units: state.shape[2] };
  return floatConstant(bias, constants) ? { ...role, bias } : role;
}

/** A constant that is one number for each output, however many axes of length 1 it has. */
function biasOf(name: string | undefined, outputs: number, constants: Constants): string | undefined {
  const bias = floatConstant(name, constants);
  const isOne = bias && sizeOf(bias.shape) === outputs && (bias.shape.at(-1) ?? 1) === outputs;
  return isOne ? name : undefined;
}

function floatConstant(name: string | undefined, constants: Constants): OnnxTensor | undefined {
  const constant = name === undefined ? undefined : constants.get(name);
  return constant?.kind === 'float' ? constant : undefined;
}
