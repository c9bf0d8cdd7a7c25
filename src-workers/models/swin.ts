import { add, pad, reshape, slice, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import { BadInputError } from '../../src-shared/errors';
import { describeProblems, refuseProblems } from '../../src-shared/experiment/problems';
import { noFields, stageProblems } from '../../src-shared/model-fit';
import type { WeightTensor } from '../bayes/weight-tensor';
import type { Task } from '../data/run-data';
import { denseWeights } from './dense';
import { layerNorm, layerNormWeights } from './layer-norm';
import type { Layers } from './layers';
import type { ImageShape, Model } from './model';
import { expandingWeights, expandPatches, mergePatches, mergingWeights } from './patch-merging';
import { cutPatches, joinPatches } from './patches';
import { type SwinBlock, swinBlock, swinBlockSite, swinBlockWeights } from './swin-block';
import { windowingOfBlock } from './window-attention';
import type { Grid } from './windows';

export interface SwinSettings {
  /** Side of a patch in cells of the grid. */
  readonly patchSize: number;
  /** Numbers per token in the first stage, a multiple of `headWidth`; each further stage has twice as many. */
  readonly width: number;
  /** Blocks of each stage. */
  readonly depths: readonly number[];
  readonly headWidth: number;
  /** Side of a window in tokens; smaller where a stage's grid is. */
  readonly window: number;
}

/**
 * A Swin transformer (Liu et al., arXiv 2103.14030) from fields to fields, U-shaped as in arXiv 2105.05537: stages of
 * windowed blocks with patch merging between them go down, the same stages with patch expanding go up again, each
 * joined with the tokens that its counterpart had on the way down. Grids that patches and merging do not divide are
 * padded with zeros at the lower and right edge, and the padding is cut off the outputs.
 * @param input rows, columns and channels of one item
 * @param outputs channels of the predicted field
 * @throws BadInputError when the grid is too small for so many stages.
 */
export function swin(input: ImageShape, settings: SwinSettings, outputs: number): Model {
  const { patchSize, width, depths } = settings;
  const [rows, columns, channels] = input;
  const grids = stageGrids(input, settings);
  const stages = depths.map((_, stage) => stageBlocks(`layers.${stage}`, stage, grids[stage], settings));
  const up = stages.slice(0, -1).map((_, stage) => stageBlocks(`up.${stage}`, stage, grids[stage], settings));
  const padded = { rows: grids[0].rows * patchSize, columns: grids[0].columns * patchSize };
  const blocks = [...stages, ...up].flat();
  return {
    weights: [
      ...denseWeights('patch_embed.proj', patchSize ** 2 * channels, width),
      ...layerNormWeights('patch_embed.norm', width),
      ...blocks.flatMap(swinBlockWeights),
      ...up.flatMap((_, stage) => betweenStagesWeights(stage, width * 2 ** stage)),
      ...layerNormWeights('norm', width),
      ...denseWeights('head', width, patchSize ** 2 * outputs),
    ],
    dropoutSites: blocks.map(swinBlockSite),
    forward: (fields, layers) => {
      const patches = cutPatches(padTo(fields as Tensor4D, padded), patchSize);
      const embedded = layers.dense('patch_embed.proj', reshape(patches, [1, ...patches.shape]));
      const start = layerNorm(layers, 'patch_embed.norm', embedded);
      const tokens = descendAndReturn(layers, { stages, up, grids }, 0, start);
      const cells = layers.dense('head', layerNorm(layers, 'norm', tokens));
      const [samples, items, count, numbers] = cells.shape as [number, number, number, number];
      const flat = reshape(cells, [samples * items, count, numbers]);
      const joined = joinPatches(flat, grids[0].rows, grids[0].columns, patchSize);
      const kept = slice(joined, [0, 0, 0, 0], [samples * items, rows, columns, outputs]);
      return reshape(kept, [samples, items, rows, columns, outputs]);
    },
  };
}

/**
 * Channels of the fields to predict.
 * @throws BadInputError when the targets are no fields on the grid of the inputs.
 */
export function fieldChannels(task: Task): number {
  const [rows, columns] = task.inputShape;
  if (task.kind === 'regression' && task.targetShape.length === 3) {
    const [targetRows, targetColumns, channels] = task.targetShape;
    if (targetRows === rows && targetColumns === columns) return channels;
  }
  throw new BadInputError(describeProblems([noFields]));
}

/** Tokens of each stage: the padded grid in patches, then half as many in each direction. */
function stageGrids([rows, columns]: ImageShape, { patchSize, depths }: SwinSettings): readonly Grid[] {
  const shrink = 2 ** (depths.length - 1);
  const least = patchSize * shrink;
  refuseProblems(stageProblems([rows, columns], { patchSize, depths }));
  const coarsest = { rows: Math.ceil(rows / least), columns: Math.ceil(columns / least) };
  return depths.map((_, stage) => {
    const factor = shrink / 2 ** stage;
    return { rows: coarsest.rows * factor, columns: coarsest.columns * factor };
  });
}

function stageBlocks(
  name: string,
  stage: number,
  grid: Grid,
  { width, depths, headWidth, window }: SwinSettings,
): readonly SwinBlock[] {
  const stageWidth = width * 2 ** stage;
  return Array.from({ length: depths[stage] }, (_, block) => ({
    name: `${name}.blocks.${block}`,
    width: stageWidth,
    heads: stageWidth / headWidth,
    windows: windowingOfBlock(grid, window, block),
  }));
}

function betweenStagesWeights(stage: number, width: number): readonly WeightTensor[] {
  return [
    ...mergingWeights(`layers.${stage}.downsample`, width),
    ...expandingWeights(`up.${stage}.upsample`, 2 * width),
    ...denseWeights(`up.${stage}.join_below`, width, width),
    ...denseWeights(`up.${stage}.join_skip`, width, width, { bias: false }),
  ];
}

interface Stages {
  readonly stages: readonly (readonly SwinBlock[])[];
  readonly up: readonly (readonly SwinBlock[])[];
  readonly grids: readonly Grid[];
}

/** One stage on the way down, everything below it, and its counterpart on the way up. */
function descendAndReturn(layers: Layers, network: Stages, stage: number, x: Tensor): Tensor {
  const { stages, up, grids } = network;
  const down = stages[stage].reduce((y, block) => swinBlock(layers, block, y), x);
  if (stage === stages.length - 1) return down;
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

function padTo(fields: Tensor4D, { rows, columns }: Grid): Tensor4D {
  const [, height, width] = fields.shape;
  if (height === rows && width === columns) return fields;
  return pad(fields, [
    [0, 0],
    [0, rows - height],
    [0, columns - width],
    [0, 0],
  ]);
}
