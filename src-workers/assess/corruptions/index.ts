import { blur } from './blur';
import { brightness } from './brightness';
import { contrast } from './contrast';
import type { Corruption } from './corruption';
import { gaussianNoise } from './gaussian-noise';
import { impulseNoise } from './impulse-noise';
import { pixelate } from './pixelate';

/** All ways to spoil pictures, in the order that results have. */
export const corruptions: readonly Corruption[] = [
  gaussianNoise,
  impulseNoise,
  blur,
  pixelate,
  contrast,
  brightness,
];
