import { BadInputError } from '../../src-shared/errors';
import { constantsOf } from './constants';
import type { NetworkFile, OnnxGraph, OnnxNode, OnnxTensor } from './network-file';

/** More was made to be slow. */
const mostRounds = 1000;
const mostNodes = 100_000;

/**
 * The network with the branches of its If nodes and the rounds of its Loop nodes in their places: those whose conditions and
 * counts the file gives.
 * @throws BadInputError where one depends on data
 */
export function inlinedControlFlow(network: NetworkFile): NetworkFile {
  if (!network.nodes.some(isControlFlow)) return network;
  return new Inliner(network).inline();
}

function isControlFlow({ operator }: OnnxNode): boolean {
  return operator === 'If' || operator === 'Loop';
}

class Inliner {
  readonly #nodes: OnnxNode[] = [];
  readonly #initialisers: Map<string, OnnxTensor>;

  constructor(readonly network: NetworkFile) {
    this.#initialisers = new Map(network.initialisers);
  }

  inline(): NetworkFile {
    this.#take(this.network.nodes);
    return { ...this.network, nodes: this.#nodes, initialisers: this.#initialisers };
  }

  #take(nodes: readonly OnnxNode[]): void {
    for (const node of nodes) {
      if (node.operator === 'If') this.#takeBranch(node);
      else if (node.operator === 'Loop') this.#takeRounds(node);
      else this.#nodes.push(node);
    }
  }

  #takeBranch(node: OnnxNode): void {
    const condition = this.#constant(node, node.inputs[0]);
    const graph = this.#graphOf(node, condition === 0 ? 'else_branch' : 'then_branch');
    this.#takeGraph(graph, node.outputs);
  }

  /** Values that are carried from round to round, and those that each round leaves behind, one behind the other. */
  #takeRounds(node: OnnxNode): void {
    const [count, condition, ...start] = node.inputs;
    const rounds = this.#constant(node, count);
    const goesOn = condition === '' || this.#constant(node, condition) !== 0;
    if (rounds > mostRounds) throw this.#refusal(node, `goes round ${rounds} times`);
    const body = this.#graphOf(node, 'body');
    if (!this.#goesOn(body)) throw this.#refusal(node, 'may end by itself');
    let carried: readonly string[] = start;
    const left: string[][] = body.outputs.slice(1 + start.length).map(() => []);
    for (let round = 0; goesOn && round < rounds; round += 1) {
      const outputs = body.outputs.map((_, at) => `${node.name}/${round}/${at}`);
      const inputs = [`${node.name}/${round}/round`, `${node.name}/${round}/condition`, ...carried];
      this.#initialisers.set(inputs[0], whole('int', round));
      this.#initialisers.set(inputs[1], whole('bool', 1));
      this.#takeGraph(renamed(body, `${node.name}/${round}/`, inputs), outputs);
      if (this.#nodes.length > mostNodes) throw this.#refusal(node, `makes more than ${mostNodes} nodes`);
      carried = outputs.slice(1, 1 + start.length);
      for (const [at, one] of outputs.slice(1 + start.length).entries()) left[at].push(one);
    }
    carried.forEach((name, at) => {
      this.#nodes.push(plainNode('Identity', [name], node.outputs[at]));
    });
    left.forEach((parts, at) => {
      this.#stack(parts, node.outputs[start.length + at]);
    });
  }

  /** Whether a round's condition for the next is the one that it was given, or always true. */
  #goesOn({ inputs, outputs, nodes, initialisers }: OnnxGraph): boolean {
    const all = constantsOf({ ...this.network, initialisers }, nodes);
    const makers = new Map(nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
    let [name] = outputs;
    for (let step = 0; step < nodes.length && makers.get(name)?.operator === 'Identity'; step += 1)
      [name] = makers.get(name)?.inputs ?? [];
    return name === inputs[1]?.name || all.get(name)?.values()[0] === 1;
  }

  #stack(parts: readonly string[], output: string): void {
    if (output === undefined || parts.length === 0) return;
    const axis = `${output}/axis`;
    this.#initialisers.set(axis, { kind: 'int', shape: [1], values: () => Int32Array.of(0) });
    for (const part of parts) this.#nodes.push(plainNode('Unsqueeze', [part, axis], `${part}/row`));
    const all = parts.map((part) => `${part}/row`);
    this.#nodes.push({
      ...plainNode('Concat', all, output),
      attributes: new Map([['axis', { kind: 'int', value: 0 }]]),
    });
  }

  #takeGraph({ nodes, initialisers, outputs }: OnnxGraph, names: readonly string[]): void {
    for (const [name, tensor] of initialisers) this.#initialisers.set(name, tensor);
    this.#take(nodes);
    outputs.forEach((output, at) => {
      if (names[at]) this.#nodes.push(plainNode('Identity', [output], names[at]));
    });
  }

  #graphOf(node: OnnxNode, name: string): OnnxGraph {
    const attribute = node.attributes.get(name);
    if (attribute?.kind === 'graph') return attribute.value;
    throw this.#refusal(node, `has no ${name}`);
  }

  #refusal({ operator, name }: OnnxNode, why: string): BadInputError {
    return new BadInputError(
      `model.path: ${this.network.path} has control flow (${operator}, node ${name}) that ${why}, which is not done here; export the network so that it is traced away.`,
    );
  }

  /** @throws BadInputError where the file does not give it */
  #constant(node: OnnxNode, name: string | undefined): number {
    const known = constantsOf({ ...this.network, initialisers: this.#initialisers }, this.#nodes);
    const value = name === undefined ? undefined : known.get(name)?.values()[0];
    if (value !== undefined) return value;
    throw this.#refusal(node, 'depends on data or on their shapes');
  }
}

function plainNode(operator: string, inputs: readonly string[], output: string): OnnxNode {
  return { name: `${operator} of ${output}`, operator, inputs, outputs: [output], attributes: new Map() };
}

function whole(kind: 'int' | 'bool', value: number): OnnxTensor {
  return { kind, shape: [], values: () => Int32Array.of(value) };
}

/** A round's own names for what is computed in it, and the given ones for its inputs. */
function renamed(graph: OnnxGraph, prefix: string, inputs: readonly string[]): OnnxGraph {
  const own = new Map(graph.inputs.map(({ name }, at) => [name, inputs[at] ?? name]));
  for (const name of graph.initialisers.keys()) own.set(name, `${prefix}${name}`);
  for (const { outputs } of graph.nodes) for (const name of outputs) own.set(name, `${prefix}${name}`);
  const of = (name: string) => own.get(name) ?? name;
  return {
    inputs: graph.inputs,
    initialisers: new Map([...graph.initialisers].map(([name, tensor]) => [of(name), tensor])),
    outputs: graph.outputs.map(of),
    nodes: graph.nodes.map((node) => ({
      ...node,
      inputs: node.inputs.map(of),
      outputs: node.outputs.map(of),
    })),
  };
}
