import type { Tensor } from '@tensorflow/tfjs-core';
import type { OnnxNode } from '../../../src-files/onnx/network-file';
import type { LayerOfNode } from '../../../src-files/onnx/network-layers';
import { BadInputError } from '../../../src-shared/errors';
import type { Layers } from '../layers';
import type { TrainingPass } from '../model';
import type { Known, Value } from './value';

/** One node with what it is given. */
export interface Call {
  readonly node: OnnxNode;
  readonly inputs: readonly (Value | undefined)[];
  readonly surroundings: Surroundings;
  /** The layer that the node is, where it has a kernel or scale to train. */
  readonly layer: LayerOfNode | undefined;
  /** Whether all that is taken of its result are single places of the first axis. */
  readonly isTakenApart: boolean;
  /** The normalisation behind a convolution that its filters take on. */
  readonly norm?: Call;
}

/** What all nodes of a network may use. */
export interface Surroundings {
  readonly layers: Layers;
  readonly items: number;
  /** The file's own number of items, where it has one. */
  readonly fixedItems: number | undefined;
  /** Set while the network trains. */
  readonly training: TrainingPass | undefined;
  /** Running statistics that are weights: all others are constants of the file. */
  readonly moving: ReadonlySet<string>;
  /** Names of the units that Monte Carlo dropout can drop, by the node that drops them. */
  readonly drops: ReadonlyMap<OnnxNode, string>;
  /** [1, items]: zeros that repeat what they are added to for every item. */
  readonly zeroOfItems: Tensor;
}

/** Computes a node: its outputs, or the only one. */
export type Operator = (call: Call) => Value | readonly Value[];

/** @throws BadInputError where the node is not given it */
export function input({ inputs, node }: Call, place: number): Value {
  const value = inputs[place];
  if (value) return value;
  throw refusal(node, `is not given its input ${place + 1}`);
}

/** Whole numbers that must be known before any data are; undefined where they are left out. */
export function knownInts(call: Call, place: number): readonly number[] | undefined {
  const value = call.inputs[place];
  return value ? [...asKnown(call, value).values] : undefined;
}

export function asKnown({ node }: Call, value: Value): Known {
  if (value.kind === 'known') return value;
  throw refusal(node, 'takes its settings from the data, which a traced network cannot');
}

export function refusal({ name, operator }: OnnxNode, why: string): BadInputError {
  return new BadInputError(`model.path: node ${name} (${operator}) ${why}.`);
}

/** What a file that was exported for so many items alone should be instead; undefined where it was not, or has as many here. */
export function wantsFreeItems({ items, fixedItems }: Surroundings): string | undefined {
  if (fixedItems === undefined || fixedItems === items) return undefined;
  const count = fixedItems === 1 ? 'one item' : `${fixedItems} items`;
  return `the file was exported for ${count} alone, and has that number inside; export it with a free number of items (dynamic_shapes, or dynamic_axes of the earlier exporter)`;
}
