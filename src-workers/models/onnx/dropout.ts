import { reshape } from '@tensorflow/tfjs-core';
import { sizeOf } from '../../../src-shared/experiment/networks/tensors/weight-tensor';
import { asKnown, type Call, input, refusal } from './call';
import { asItLies, known, shapeOf, type Value } from './value';

/**
 * What a sample's mask leaves of an item's numbers, each of which is dropped by itself and for all items alike, so that a sample is
 * one network; all of them where nothing is dropped. Whether the file says that it trains does not count.
 */
export function dropped(call: Call): Value | readonly Value[] {
  const x = masked(call);
  const kept = Array<number>(sizeOf(shapeOf(x))).fill(1);
  return call.node.outputs.length > 1 ? [x, known('bool', shapeOf(x), kept)] : x;
}

function masked(call: Call): Value {
  const { node, inputs, surroundings } = call;
  const x = input(call, 0);
  const site = surroundings.drops.get(node);
  if (site === undefined) {
    const isTraining = inputs[2] && asKnown(call, inputs[2]).values[0] !== 0;
    if (isTraining) throw refusal(node, 'draws masks of its own');
    return x;
  }
  if (x.kind === 'known') return x;
  const { x: given, alike } = asItLies(x);
  const [samples, items, ...rest] = given.shape;
  if (items !== surroundings.items)
    throw refusal(
      node,
      'drops what has no axis of items in front, so that masks cannot be the same for all items',
    );
  const rows = surroundings.layers.dropout(site, reshape(given, [samples, items, sizeOf(rest)]));
  return alike(reshape(rows, [rows.shape[0], items, ...rest]));
}
