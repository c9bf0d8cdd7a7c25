import { add, pad, reshape, slice, type Tensor, type Tensor5D } from '@tensorflow/tfjs-core';
import type { NetworkShapes } from '../../src-shared/experiment/networks/network-choice';
import { type SwinSettings, type SwinStages, swinStages } from '../../src-shared/experiment/networks/swin';
import type { Grid } from '../../src-shared/experiment/networks/tensors/window-attention';
import { layerNorm } from './layer-norm';
import type { Layers } from './layers';
import type { Forward } from './model';
import { expandPatches, mergePatches } from './patch-merging';
import { cutSamplePatches, joinPatches } from './patches';
import { swinBlock } from './swin-block';

/**
 * A Swin transformer (Liu et al., arXiv 2103.14030) from fields to fields, U-shaped as in arXiv 2105.05537: stages of
 * windowed blocks with patch merging between them go down, the same stages with patch expanding go up again, each
 * joined with the tokens that its counterpart had on the way down. Grids that patches and merging do not divide are
 * padded with zeros at the lower and right edge, and the padding is cut off the outputs.
 */
export function swin(settings: SwinSettings, { inputShape, outputShape }: NetworkShapes): Forward {
  const { patchSize } = settings;
  const [rows, columns, outputs] = outputShape;
  const stages = swinStages(settings, inputShape);
  const [grid] = stages.grids;
  const padded = { rows: grid.rows * patchSize, columns: grid.columns * patchSize };
  return (fields, layers) => {
    const patches = cutSamplePatches(padTo(fields as Tensor5D, padded), patchSize);
    const embedded = layers.dense('patch_embed.proj', patches);
    const start = layerNorm(layers, 'patch_embed.norm', embedded);
    const tokens = descendAndReturn(layers, stages, 0, start);
    const cells = layers.dense('head', layerNorm(layers, 'norm', tokens));
    const [samples, items, count, numbers] = cells.shape as [number, number, number, number];
    const flat = reshape(cells, [samples * items, count, numbers]);
    const joined = joinPatches(flat, grid.rows, grid.columns, patchSize);
    const kept = slice(joined, [0, 0, 0, 0], [samples * items, rows, columns, outputs]);
    return reshape(kept, [samples, items, rows, columns, outputs]);
  };
}

/** One stage on the way down, everything below it, and its counterpart on the way up. */
function descendAndReturn(layers: Layers, network: SwinStages, stage: number, x: Tensor): Tensor {
  const { up, grids } = network;
  const down = network.down[stage].reduce((y, block) => swinBlock(layers, block, y), x);
  if (stage === up.length) return down;
  const merged = mergePatches(layers, `layers.${stage}.downsample`, grids[stage], down);
  const below = descendAndReturn(layers, network, stage + 1, merged);
  const expanded = expandPatches(layers, `up.${stage}.upsample`, grids[stage + 1], below);
  // One product over both side by side, written as two: either may have one sample for all.
  const joined = add(
    layers.dense(`up.${stage}.join_below`, expanded),
    layers.dense(`up.${stage}.join_skip`, down),
  );
  return up[stage].reduce((y, block) => swinBlock(layers, block, y), joined);
}

function padTo(fields: Tensor5D, { rows, columns }: Grid): Tensor5D {
  const [, , height, width] = fields.shape;
  if (height === rows && width === columns) return fields;
  return pad(fields, [
    [0, 0],
    [0, 0],
    [0, rows - height],
    [0, columns - width],
    [0, 0],
  ]);
}
