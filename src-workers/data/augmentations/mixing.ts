import type { AugmentationSettings } from '../../../src-shared/experiment/augmentations';
import type { Draws } from './draws';
import type { Rectangle } from './view';

/** How a picture is mixed with another. */
export interface Mixing {
  /** By its place among those to train on. */
  readonly partner: number;
  /** What the picture itself counts for in the targets. */
  readonly weight: number;
  /** What comes from the other; without it both are averaged. */
  readonly rectangle?: Rectangle;
}

type MixingSettings = Extract<AugmentationSettings, { kind: 'mix-up' | 'cut-mix' }>;

/** The draw of MixUp or CutMix for one picture; undefined where nothing is mixed. */
export function drawMixing(
  { kind, alpha, probability }: MixingSettings,
  draws: Draws,
  partners: number,
  { height, width }: { readonly height: number; readonly width: number },
): Mixing | undefined {
  if (!draws.happens(probability)) return undefined;
  const partner = draws.below(partners);
  const weight = draws.beta(alpha);
  if (kind === 'mix-up') return { partner, weight };
  const rectangle = cutOf(weight, draws.below(height), draws.below(width), { height, width });
  return { partner, weight: 1 - (rectangle.height * rectangle.width) / (height * width), rectangle };
}

/** The rectangle around a place whose area is 1 less the weight, as far as it lies in the picture. torchvision: CutMix. */
export function cutOf(
  weight: number,
  row: number,
  column: number,
  { height, width }: { readonly height: number; readonly width: number },
): Rectangle {
  const half = 0.5 * Math.sqrt(1 - weight);
  const [down, across] = [Math.trunc(half * height), Math.trunc(half * width)];
  const [top, left] = [Math.max(0, row - down), Math.max(0, column - across)];
  return {
    top,
    left,
    height: Math.min(height, row + down) - top,
    width: Math.min(width, column + across) - left,
  };
}
