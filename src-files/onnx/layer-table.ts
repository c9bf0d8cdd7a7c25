import { layerOf } from '../../src-shared/experiment/bayesian-layers';
import { sizeOf } from '../../src-shared/experiment/networks/tensors/weight-tensor';
import type { NetworkLayer, NetworkOutline } from '../../src-shared/network/network-layer';
import { layerGraph } from './layer-graph';
import { type NetworkLayers, networkLayers } from './network-layers';
import { withHead } from './new-head';
import { openNetwork } from './open-network';

/**
 * The weights of a network's file in the order of their use.
 * @param classes of a last layer that is made anew; undefined for the file's own
 * @throws BadInputError where it is no such file, or has no such layer
 */
export function layerTable(path: string, classes: number | undefined): readonly NetworkLayer[] {
  return layersIn(networkLayers(openNetwork(path)), classes);
}

/** The same with what takes what from which. */
export function networkOutline(path: string, classes: number | undefined): NetworkOutline {
  const found = networkLayers(openNetwork(path));
  const { outputs, outputNames = outputs } = found.network;
  return { layers: layersIn(found, classes), boxes: layerGraph(found), outputs: outputNames };
}

function layersIn(found: NetworkLayers, classes: number | undefined): readonly NetworkLayer[] {
  const uses = usesOf(found);
  return withHead(found, classes === undefined ? undefined : { classes }).map(
    ({ name, shape, bayesian, numbers, isLast }) => ({
      name,
      layer: layerOf(name),
      shape,
      numbers: sizeOf(shape),
      bayesian,
      use: uses.get(layerOf(name)) ?? 'other',
      isNew: numbers === undefined,
      ...(isLast ? { isLast } : {}),
    }),
  );
}

const words = {
  dense: 'dense layer',
  convolution: 'convolution',
  recurrent: 'recurrent layer',
  norm: 'normalisation',
} as const;

function usesOf({ layers }: NetworkLayers): ReadonlyMap<string, NetworkLayer['use']> {
  return new Map([...layers.values()].map(({ layer, kind }) => [layer, words[kind]]));
}
