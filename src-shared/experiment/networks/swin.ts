import { z } from 'zod';
import type { NetworkChoice } from './network-choice';
import { count, dropout, layerCount, patchSizeField, widthField } from './shared-settings';
import { denseWeights } from './tensors/dense';
import { layerNormWeights } from './tensors/layer-norm';
import { expandingWeights, mergingWeights } from './tensors/patch-merging';
import { type SwinBlock, swinBlockSite, swinBlockWeights } from './tensors/swin-block';
import type { WeightTensor } from './tensors/weight-tensor';
import type { Grid } from './tensors/window-attention';

/** Swin transformer for gridded fields, down through these stages and up again. */
const settings = z.strictObject({
  kind: z.literal('swin'),
  /** Side of a patch in cells; grids that patches do not tile are padded with zeros. */
  patchSize: count.default(2),
  /** Numbers per patch in the first stage, a multiple of `headWidth`; each further stage has twice as many. */
  width: count.default(96),
  /** Blocks of each stage, plain and shifted windows in turn. */
  depths: z.array(layerCount).min(1).max(8).default([2, 2, 2]),
  headWidth: count.default(32),
  /** Side of a window in patches; smaller where the grid is. */
  window: count.default(7),
  dropout,
});

export type SwinSettings = Readonly<z.output<typeof settings>>;

export const swin: NetworkChoice<typeof settings> = {
  settings,
  title: 'Swin transformer',
  help: 'For gridded fields.',
  fields: {
    patchSize: patchSizeField,
    width: widthField,
    depths: {
      label: 'Blocks of each stage',
      kind: 'whole-list',
      help: 'Each further stage halves the grid and doubles the width.',
    },
    headWidth: { label: 'Width of a head', kind: 'whole', help: 'A divisor of the width.' },
    window: { label: 'Window side', kind: 'whole', help: 'In tokens; attention stays within windows.' },
  },
  fits: ['field'],
  firstFor: ['field'],
  misfit:
    'swin predicts fields on the grid of its inputs, which these data do not hold; use vit or cnn for pictures, transformer for time series, mlp for tables.',
  takes: ({ inputShape, outputShape }) =>
    inputShape.length === 3 &&
    outputShape.length === 3 &&
    inputShape[0] === outputShape[0] &&
    inputShape[1] === outputShape[1],
  problems: headWidthProblems,
  sizeProblems: ({ patchSize, depths }, [rows, columns]) => {
    const least = leastSide({ patchSize, depths });
    if (rows >= least && columns >= least) return [];
    return [
      {
        path: 'model.depths',
        message: `${depths.length} stages of patches of ${patchSize} x ${patchSize} cells need a grid of at least ${least} x ${least}, but the fields have ${rows} x ${columns} cells; use fewer stages or a smaller model.patchSize.`,
      },
    ];
  },
  smallest: (model) => {
    const side = leastSide(model);
    return { inputShape: [side, side, 1], outputShape: [side, side, 1] };
  },
  weights: (model, { inputShape, outputShape }) => {
    const { patchSize, width } = model;
    const { down, up } = swinStages(model, inputShape);
    return [
      ...denseWeights('patch_embed.proj', patchSize ** 2 * inputShape[2], width),
      ...layerNormWeights('patch_embed.norm', width),
      ...[...down, ...up].flat().flatMap(swinBlockWeights),
      ...up.flatMap((_, stage) => betweenStagesWeights(stage, width * 2 ** stage)),
      ...layerNormWeights('norm', width),
      ...denseWeights('head', width, patchSize ** 2 * outputShape[2]),
    ];
  },
  dropoutSites: (model, { inputShape }) => {
    const { down, up } = swinStages(model, inputShape);
    return [...down, ...up].flat().map(swinBlockSite);
  },
  describe: ({ depths, width }) => `Swin ${depths.join('-')} × ${width}`,
};

function headWidthProblems({ width, headWidth }: SwinSettings) {
  if (width % headWidth === 0) return [];
  return [
    {
      path: 'model.width',
      message: `Must be a multiple of model.headWidth, ${headWidth}; ${width} is not.`,
    },
  ];
}

/** Between its stages the grid of patches is halved: as many cells as leave one patch to the coarsest stage. */
function leastSide({ patchSize, depths }: Pick<SwinSettings, 'patchSize' | 'depths'>): number {
  return patchSize * 2 ** (depths.length - 1);
}

/** The blocks of each stage on the way down, and of all but the coarsest on the way up. */
export interface SwinStages {
  /** Tokens of each stage: the padded grid in patches, then half as many in each direction. */
  readonly grids: readonly Grid[];
  readonly down: readonly (readonly SwinBlock[])[];
  readonly up: readonly (readonly SwinBlock[])[];
}

/** Grids that patches and merging do not divide are padded at their lower and right edge. */
export function swinStages(model: SwinSettings, [rows, columns]: readonly number[]): SwinStages {
  const least = leastSide(model);
  const grids = model.depths.map((_, stage) => {
    const factor = 2 ** (model.depths.length - 1 - stage);
    return { rows: Math.ceil(rows / least) * factor, columns: Math.ceil(columns / least) * factor };
  });
  const stagesOf = (way: string) =>
    grids.map((grid, stage) => stageBlocks(`${way}.${stage}`, stage, grid, model));
  return { grids, down: stagesOf('layers'), up: stagesOf('up').slice(0, -1) };
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
    grid,
    windowSide: window,
    isShifted: block % 2 === 1,
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
