import type { NetworkFile, OnnxNode } from './network-file';

/** Of each output of a network the layers nearest before it, by their names: what `last` stands for where there are several. */
export function lastLayers(
  { outputs }: Pick<NetworkFile, 'outputs'>,
  nodes: readonly OnnxNode[],
  layers: ReadonlyMap<OnnxNode, { readonly layer: string; readonly kind: string }>,
): ReadonlySet<string> {
  const makers = new Map(nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  const found = new Set<string>();
  const seen = new Set<OnnxNode>();
  const waiting = [...outputs];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const node = makers.get(name);
    if (!node || seen.has(node)) continue;
    seen.add(node);
    const layer = layers.get(node);
    if (layer && layer.kind !== 'norm') found.add(layer.layer);
    else waiting.push(...node.inputs);
  }
  return found;
}
