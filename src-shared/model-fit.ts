import { type DataKind, kindOfData } from './datasets/data-settings';
import { itemShape } from './datasets/item-shape';
import type { Experiment } from './experiment/experiment';
import type { Problem } from './experiment/problems';
import type { Model } from './model-settings';

/** What networks ask of the items they learn from. Shapes of images and fields are [height, width, channels]. */

/** Of an experiment, as far as it is known before the data are read. */
export function modelFitProblems({ model, data }: Experiment): Problem[] {
  const { kind } = kindOfData(data);
  const problem = kindProblem(model.kind, kind);
  if (problem) return [problem];
  const shape = itemShape(data);
  return shape ? sizeProblems(model, shape) : [];
}

function kindProblem(network: Model['kind'], kind: DataKind): Problem | undefined {
  switch (network) {
    case 'mlp':
      return undefined;
    case 'cnn':
    case 'vit':
      return kind === 'images' || kind === 'field' ? undefined : noGrid;
    case 'transformer':
      return kind === 'time-series' ? undefined : noSeries;
    case 'swin':
      return kind === 'field' ? undefined : noFields;
  }
}

/** Of items of this shape, for which the network is made. */
export function sizeProblems(model: Model, shape: readonly number[]): Problem[] {
  switch (model.kind) {
    case 'mlp':
    case 'transformer':
      return [];
    case 'cnn':
      return blockProblems(shape, model.channels.length);
    case 'vit':
      return patchProblems(shape, model.patchSize);
    case 'swin':
      return stageProblems(shape, model);
  }
}

export const noGrid: Problem = {
  path: 'model.kind',
  message:
    'This network needs pictures or fields (height x width x channels), which these data are not; use mlp for tables, transformer for time series.',
};

export const noSeries: Problem = {
  path: 'model.kind',
  message:
    'transformer forecasts time series, which these data are not; use vit or cnn for pictures, swin for fields, mlp for tables.',
};

export const noFields: Problem = {
  path: 'model.kind',
  message:
    'swin predicts fields on the grid of its inputs, which these data do not hold; use vit or cnn for pictures, transformer for time series, mlp for tables.',
};

/** Each block of a CNN halves the image. */
export function blockProblems([height, width]: readonly number[], blocks: number): Problem[] {
  const most = Math.floor(Math.log2(Math.min(height, width)));
  if (blocks <= most) return [];
  return [
    {
      path: 'model.channels',
      message: `${blocks} blocks halve the image ${blocks} times, but it is ${height} x ${width} pixels; use at most ${most}.`,
    },
  ];
}

/** The patches of a vision transformer tile the image. */
export function patchProblems([height, width]: readonly number[], patchSize: number): Problem[] {
  if (height % patchSize === 0 && width % patchSize === 0) return [];
  return [
    {
      path: 'model.patchSize',
      message: `Patches of ${patchSize} x ${patchSize} pixels do not tile images of ${height} x ${width}; use a size that divides both sides.`,
    },
  ];
}

/** Between its stages a Swin transformer halves the grid of patches. */
export function stageProblems(
  [rows, columns]: readonly number[],
  { patchSize, depths }: { readonly patchSize: number; readonly depths: readonly number[] },
): Problem[] {
  const least = patchSize * 2 ** (depths.length - 1);
  if (rows >= least && columns >= least) return [];
  return [
    {
      path: 'model.depths',
      message: `${depths.length} stages of patches of ${patchSize} x ${patchSize} cells need a grid of at least ${least} x ${least}, but the fields have ${rows} x ${columns} cells; use fewer stages or a smaller model.patchSize.`,
    },
  ];
}
