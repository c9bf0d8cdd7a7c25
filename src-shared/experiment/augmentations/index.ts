import { z } from 'zod';
import { schemaOf } from '../choice';
import { colourJitter } from './colour-jitter';
import { cutMix } from './cut-mix';
import { erasing } from './erasing';
import { flip } from './flip';
import { mixUp } from './mix-up';
import { randAugment } from './rand-augment';
import { resizedCrop } from './resized-crop';
import { rotation } from './rotation';
import { shift } from './shift';

/** What may be done to training pictures at random, in the order that is usual. */
export const augmentations = [
  shift,
  resizedCrop,
  flip,
  rotation,
  colourJitter,
  randAugment,
  erasing,
  mixUp,
  cutMix,
] as const;

export const augmentationSchema = schemaOf(augmentations, 'kind');
export type AugmentationSettings = Readonly<z.output<typeof augmentationSchema>>;

/** What is done to each picture, in this order. */
export const augmentationList = z.array(augmentationSchema).min(1).max(augmentations.length);
