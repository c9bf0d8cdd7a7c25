import type { NetworkFile, OnnxAttribute, OnnxNode, OnnxTensor } from './network-file';

/**
 * All numbers that a network's file gives, by the value that they are: initialisers, Constant nodes, and what Identity
 * nodes make of either; exporters write those where two parameters begin with the same numbers.
 */
export function constantsOf(
  { initialisers }: NetworkFile,
  nodes: readonly OnnxNode[],
): ReadonlyMap<string, OnnxTensor> {
  const constants = new Map(initialisers);
  for (const { operator, inputs, outputs, attributes } of nodes) {
    const tensor = operator === 'Constant' ? constantOf(attributes) : constants.get(inputs[0]);
    if (tensor && (operator === 'Constant' || operator === 'Identity')) constants.set(outputs[0], tensor);
  }
  return constants;
}

function constantOf(attributes: ReadonlyMap<string, OnnxAttribute>): OnnxTensor | undefined {
  for (const attribute of attributes.values()) {
    if (attribute.kind === 'tensor') return attribute.value;
    if (attribute.kind === 'float') return floats([], [attribute.value]);
    if (attribute.kind === 'floats') return floats([attribute.value.length], attribute.value);
    if (attribute.kind === 'int') return ints([], [attribute.value]);
    if (attribute.kind === 'ints') return ints([attribute.value.length], attribute.value);
  }
  return undefined;
}

function floats(shape: readonly number[], given: readonly number[]): OnnxTensor {
  return { kind: 'float', shape, values: () => Float32Array.from(given) };
}

function ints(shape: readonly number[], given: readonly number[]): OnnxTensor {
  return { kind: 'int', shape, values: () => Int32Array.from(given) };
}
