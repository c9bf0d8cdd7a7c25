import { compressed } from '../jpeg/compressed';
import type { Corruption } from './corruption';

/** Kept as JPEG of this quality. */
export const jpegCompression: Corruption = {
  kind: 'jpeg-compression',
  strengths: [25, 18, 15, 10, 7],
  spoil: (picture, shape, quality) => compressed(picture, shape, quality),
};
