import { brightness } from './brightness';
import { contrast } from './contrast';
import type { Corruption } from './corruption';
import { defocusBlur } from './defocus-blur';
import { elasticTransform } from './elastic-transform';
import { fog } from './fog';
import { frost } from './frost';
import { gaussianNoise } from './gaussian-noise';
import { glassBlur } from './glass-blur';
import { impulseNoise } from './impulse-noise';
import { jpegCompression } from './jpeg-compression';
import { motionBlur } from './motion-blur';
import { pixelate } from './pixelate';
import { shotNoise } from './shot-noise';
import { snow } from './snow';
import { zoomBlur } from './zoom-blur';

/** All ways to spoil pictures, in the order of Hendrycks and Dietterich 2019: noise, blur, weather, digital. */
export const corruptions: readonly Corruption[] = [
  gaussianNoise,
  shotNoise,
  impulseNoise,
  defocusBlur,
  glassBlur,
  motionBlur,
  zoomBlur,
  snow,
  frost,
  fog,
  brightness,
  contrast,
  elasticTransform,
  pixelate,
  jpegCompression,
];
