import { layerOf } from '../../src-shared/experiment/bayesian-layers';
import { sizeOf, type WeightTensor } from '../../src-shared/experiment/networks/tensors/weight-tensor';
import { constantsOf } from './constants';
import { finite } from './finite-numbers';
import { lastLayers } from './last-layers';
import {
  isMadeUp,
  type KernelRole,
  kernelRole,
  type NormRole,
  normRole,
  type RecurrentRole,
  recurrentRole,
  type Users,
  usersOf,
} from './layer-roles';
import { neededNodes } from './needed-nodes';
import type { NetworkFile, OnnxNode, OnnxTensor } from './network-file';
import { permuted } from './permuted';

/** A tensor of weights that a file gives the first numbers of. */
export interface FileWeight extends WeightTensor {
  /** In this tensor's own layout. Throws BadInputError for numbers that are not finite. */
  numbers(): Float32Array;
  /** The same check, without the work of laying them out. Throws BadInputError. */
  refuseNonFinite(): void;
}

/** What a node does with weights. */
export type LayerOfNode =
  | { readonly kind: 'dense' | 'convolution'; readonly layer: string; readonly hasBias: boolean }
  | { readonly kind: 'norm' | 'recurrent'; readonly layer: string; readonly hasBias: boolean };

/** A network's file with what is trained in it. */
export interface NetworkLayers {
  readonly network: NetworkFile;
  /** Those that its output comes from. */
  readonly nodes: readonly OnnxNode[];
  /** Initialisers and constants by the value that they are. */
  readonly constants: ReadonlyMap<string, OnnxTensor>;
  /** In the order of their use. */
  readonly weights: readonly FileWeight[];
  readonly layers: ReadonlyMap<OnnxNode, LayerOfNode>;
  /** Additions that the layer before them does, as its bias. */
  readonly absorbed: ReadonlySet<OnnxNode>;
  /** Weights that stand in the graph as they are in the file, by the value that they are. */
  readonly plain: ReadonlyMap<string, string>;
}

/**
 * Finds what can be trained in a network's file: kernels and biases of dense layers and convolutions, scale and offset of
 * normalisations, and other named numbers that the graph computes with. Names are those of the file, which are the
 * state_dict's; where an exporter left none, that of the module.
 */
export function networkLayers(network: NetworkFile): NetworkLayers {
  const nodes = neededNodes(network);
  const constants = constantsOf(network, nodes);
  const finder = new WeightFinder(network, nodes, constants);
  return { network, nodes, constants, ...finder.find() };
}

class WeightFinder {
  readonly #weights = new Map<string, FileWeight>();
  readonly #layers = new Map<OnnxNode, LayerOfNode>();
  readonly #absorbed = new Set<OnnxNode>();
  readonly #plain = new Map<string, string>();
  readonly #users: Users;
  /** Modules that normalise groups, which exporters take apart: their scale and offset have lost their names. */
  readonly #takenApart: ReadonlySet<string | undefined>;
  /** Which kernel a layer's name stands for. */
  readonly #kernels = new Map<string, string>();

  constructor(
    readonly network: NetworkFile,
    readonly nodes: readonly OnnxNode[],
    readonly constants: ReadonlyMap<string, OnnxTensor>,
  ) {
    this.#users = usersOf(nodes);
    const apart = nodes.filter(
      ({ operator, inputs }) => operator === 'InstanceNormalization' && isMadeUp(inputs[1]),
    );
    this.#takenApart = new Set(apart.map(({ module }) => module));
  }

  find(): Pick<NetworkLayers, 'weights' | 'layers' | 'absorbed' | 'plain'> {
    const roles = new Map(this.nodes.map((node) => [node, kernelRole(node, this.#users, this.constants)]));
    const tied = this.#tiedKernels(roles);
    for (const node of this.nodes) {
      const kernel = roles.get(node);
      const norm = normRole(node, this.constants);
      const recurrent = recurrentRole(node, this.constants);
      if (kernel && !tied.has(kernel.kernel)) this.#takeKernel(node, kernel);
      else if (norm) this.#takeNorm(node, norm);
      else if (recurrent) this.#takeRecurrent(node, recurrent);
      else if (!this.#absorbed.has(node) && !this.#takesGroupNorm(node)) this.#takePlain(node);
    }
    return {
      weights: this.#withLast([...this.#weights.values()]),
      layers: this.#layers,
      absorbed: this.#absorbed,
      plain: this.#plain,
    };
  }

  /** Of one output the last layer is that of the last kernel. */
  #withLast(weights: readonly FileWeight[]): readonly FileWeight[] {
    if (this.network.outputs.length < 2) return weights;
    const last = lastLayers(this.network, this.nodes, this.#layers);
    return weights.map((weight) => (last.has(layerOf(weight.name)) ? { ...weight, isLast: true } : weight));
  }

  /** Kernels that are used in several ways stay as they are in the file, so that they are one weight in all of them. */
  #tiedKernels(roles: ReadonlyMap<OnnxNode, KernelRole | undefined>): ReadonlySet<string> {
    const ways = new Map<string, Set<string>>();
    for (const node of this.nodes) {
      const role = roles.get(node);
      for (const [place, input] of node.inputs.entries()) {
        if (looksAtKind(node.operator, place)) continue;
        const isKernel = role?.kernel === input;
        const way = isKernel ? `${role.kind} ${role.order.join()} ${role.bias ?? ''}` : 'plain';
        ways.set(input, (ways.get(input) ?? new Set()).add(way));
      }
    }
    return new Set([...ways].flatMap(([name, found]) => (found.size > 1 ? [name] : [])));
  }

  #takeKernel(node: OnnxNode, { kind, kernel, bias, order, fanIn, outputs, addition }: KernelRole): void {
    const layer = this.#layerName(kernel, bias, node.module);
    this.#layers.set(node, { kind, layer, hasBias: bias !== undefined });
    const common = { fanIn, bayesian: true, initial: 'uniform' } as const;
    this.#add(`${layer}.weight`, kernel, order, common);
    if (bias !== undefined) this.#add(`${layer}.bias`, bias, undefined, common, [outputs]);
    if (addition) this.#absorbed.add(addition);
  }

  #takeNorm(node: OnnxNode, { scale, offset, width }: NormRole): void {
    const modules = (this.#users.get(scale) ?? []).map(({ module }) => module);
    // Exporters join equal numbers, such as the ones that all scales start with.
    const areJoined = new Set(modules).size > 1 && node.module !== undefined;
    const layer = areJoined ? node.module : layerOfName(scale, node.module);
    this.#layers.set(node, { kind: 'norm', layer, hasBias: offset !== undefined });
    const common = { fanIn: width, bayesian: false };
    this.#add(`${layer}.weight`, scale, undefined, { ...common, initial: 'ones' });
    if (offset !== undefined) this.#add(`${layer}.bias`, offset, undefined, { ...common, initial: 'zeros' });
  }

  /** Exporters put gates into another order and join biases, so that the module's name is all that is left of the code's. */
  #takeRecurrent(node: OnnxNode, { input, hidden, bias, units }: RecurrentRole): void {
    const layer = this.#layerName(input, bias, node.module);
    this.#layers.set(node, { kind: 'recurrent', layer, hasBias: bias !== undefined });
    const common = { fanIn: units, bayesian: true, initial: 'uniform' } as const;
    this.#add(`${layer}.weight_ih`, input, undefined, common);
    this.#add(`${layer}.weight_hh`, hidden, undefined, common);
    if (bias !== undefined) this.#add(`${layer}.bias`, bias, undefined, common);
  }

  /** Whether the node is the scale or offset of a normalisation that was taken apart; it is taken then. */
  #takesGroupNorm({ operator, inputs, module }: OnnxNode): boolean {
    const variable = operator === 'Mul' ? 'weight' : operator === 'Add' ? 'bias' : undefined;
    const name = inputs.find((one) => this.constants.get(one)?.kind === 'float');
    if (!variable || !name || module === undefined || !this.#takenApart.has(module)) return false;
    const width = sizeOf(this.constants.get(name)?.shape ?? []);
    this.#plain.set(name, `${module}.${variable}`);
    const initial = variable === 'weight' ? 'ones' : 'zeros';
    this.#add(`${module}.${variable}`, name, undefined, { fanIn: width, bayesian: false, initial });
    return true;
  }

  #takePlain({ inputs, operator, module }: OnnxNode): void {
    for (const [place, name] of inputs.entries()) {
      const tensor = this.constants.get(name);
      if (isSetting(operator, place)) continue;
      if (!tensor || this.#plain.has(name) || !isPlainWeight(name, tensor, operator, this.network)) continue;
      const fanIn = tensor.shape.at(-1) ?? 1;
      const isLost = isMadeUp(name) && module !== undefined && !this.#weights.has(`${module}.weight`);
      const weight = isLost ? `${module}.weight` : name;
      this.#plain.set(name, weight);
      this.#add(weight, name, undefined, { fanIn, bayesian: false, initial: 'uniform' });
    }
  }

  /** A name of its own for each kernel. */
  #layerName(kernel: string, bias: string | undefined, module: string | undefined): string {
    const own =
      bias !== undefined && /[^_]\.bias$/.test(bias) && this.#users.get(bias)?.length === 1
        ? bias
        : undefined;
    const named = [kernel, own, module, bias].find((name) => name !== undefined && !isMadeUp(name));
    const name = named === undefined || named === module ? (named ?? kernel) : layerOfName(named, named);
    for (let count = 1; ; count += 1) {
      const numbered = count === 1 ? name : `${name}_${count}`;
      const taken = this.#kernels.get(numbered) ?? kernel;
      if (taken !== kernel) continue;
      this.#kernels.set(numbered, kernel);
      return numbered;
    }
  }

  /** @param order axes of the file's tensor in this weight's order */
  #add(
    name: string,
    constant: string,
    order: readonly number[] | undefined,
    facts: Pick<WeightTensor, 'fanIn' | 'bayesian' | 'initial'>,
    reshaped?: readonly number[],
  ): void {
    const tensor = this.constants.get(constant);
    if (this.#weights.has(name) || !tensor) return;
    const shape = reshaped ?? order?.map((axis) => tensor.shape[axis]) ?? tensor.shape;
    const values = () => finite(tensor, name, this.network.path);
    const numbers = () => (order ? permuted(values(), tensor.shape, order) : values());
    const refuseNonFinite = () => void values();
    this.#weights.set(name, { name, shape, ...facts, numbers, refuseNonFinite });
  }
}

/** `fc1` of `fc1.weight`; the module's name where this one is an exporter's. */
function layerOfName(name: string, otherwise: string | undefined): string {
  if (isMadeUp(name)) return otherwise ?? name;
  return /\.(weight|bias|gamma|beta|kernel|scale)$/.test(name) ? name.slice(0, name.lastIndexOf('.')) : name;
}

/** Operators whose constants are settings: all, or those at these places. */
const settings: Readonly<Record<string, 'all' | readonly number[]>> = {
  Attention: [3],
  CastLike: [1],
  Clip: 'all',
  Constant: 'all',
  ConstantOfShape: 'all',
  Dropout: 'all',
  Identity: 'all',
  OneHot: 'all',
  Pad: [2],
  Pow: 'all',
  Range: 'all',
  Reshape: 'all',
  Resize: [1, 2],
  Shape: 'all',
  Size: 'all',
  Slice: 'all',
  Split: 'all',
  Squeeze: 'all',
  Unsqueeze: 'all',
};

function isSetting(operator: string, place: number): boolean {
  const places = settings[operator];
  return places === 'all' || (places?.includes(place) ?? false);
}

/** Whether only the axes or the type of what it is given there matter, which makes it no other use of a kernel. */
function looksAtKind(operator: string, place: number): boolean {
  return operator === 'Shape' || operator === 'Size' || (operator === 'CastLike' && place === 1);
}

/** Numbers of the person's own that are no statistics and no settings: they carry a name of their code's. */
function isPlainWeight(
  name: string,
  tensor: OnnxTensor,
  operator: string,
  { initialisers }: NetworkFile,
): boolean {
  if (tensor.kind !== 'float' || tensor.shape.length === 0 || sizeOf(tensor.shape) === 0) return false;
  // What hides others from attention is no weight.
  if (tensor.values().some((value) => Math.abs(value) === Number.POSITIVE_INFINITY)) return false;
  // A kernel may have lost its name; what else did is a constant of the code.
  const isKernel = ['Conv', 'ConvTranspose', 'Gemm', 'MatMul', 'PRelu'].includes(operator);
  return isKernel || (initialisers.has(name) && !isMadeUp(name));
}
