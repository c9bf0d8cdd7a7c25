import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { describe, expect, test } from 'vitest';
import type { CorruptionKind } from '../../../../src-shared/assessment/corruptions';
import { corruptions } from '../../../../src-workers/assess/corruptions';
import { brightness } from '../../../../src-workers/assess/corruptions/brightness';
import { gaussianBlur } from '../../../../src-workers/assess/corruptions/gaussian-blur';
import { displaced } from '../../../../src-workers/assess/corruptions/places';
import { poisson } from '../../../../src-workers/assess/corruptions/shot-noise';
import { compressed } from '../../../../src-workers/assess/jpeg/compressed';
import { fillStatelessNormal, fillStatelessUniform } from '../../../../src-workers/random/stateless-noise';
import recorded from './recorded.json';

const bytes = (text: string) => Float64Array.from(Buffer.from(text, 'base64'), (value) => value / 255);
const shapeOf = ([height = 0, width = 0, channels = 0]: readonly number[]) => ({ height, width, channels });
const asByte = (value: number) => Math.round(255 * Math.min(1, Math.max(0, value)));

const drawn = (fill: typeof fillStatelessNormal, count: number) => {
  const values = new Float32Array(count);
  fill(4, 2, values);
  return values;
};
const side = 224;
const numbers = side * side * 3;
const noise = {
  normals: (count = numbers) => drawn(fillStatelessNormal, count),
  uniforms: (count = numbers) => drawn(fillStatelessUniform, count),
};

/**
 * How far a kind may be from imagecorruptions' distance to the picture, in decibels. The same operation is near; what is textured by
 * chance (glass, snow, frost, fog, stretching) has other textures by intent and the strength alone in common.
 */
const tolerances: Readonly<Record<CorruptionKind, number>> = {
  'gaussian-noise': 0.2,
  'shot-noise': 0.2,
  'impulse-noise': 0.3,
  'defocus-blur': 0.3,
  'glass-blur': 2.5,
  'motion-blur': 0.9,
  'zoom-blur': 0.9,
  snow: 1.5,
  frost: 1.5,
  fog: 1.5,
  brightness: 0.3,
  contrast: 0.5,
  'elastic-transform': 1,
  pixelate: 0.5,
  'jpeg-compression': 0.1,
};

describe('what spoils pictures, held against other programs', () => {
  // scikit-image's astronaut: imagecorruptions has the severities that were published for pictures of this size.
  const picture = Float64Array.from(
    decode(readFileSync(join(import.meta.dirname, 'picture.png'))).data,
    (value) => value / 255,
  );

  test.each(corruptions.map((one) => [one.kind, one] as const))(
    '%s is as far from the picture at severities 1, 3 and 5 as imagecorruptions’',
    (kind, { strengths, spoil }) => {
      for (const severity of [1, 3, 5]) {
        const spoilt = spoil(
          picture,
          { height: side, width: side, channels: 3 },
          strengths[severity - 1],
          noise,
        );
        const squares = spoilt.reduce(
          (sum, value, at) => sum + (asByte(value) - asByte(picture[at])) ** 2,
          0,
        );
        const psnr = 10 * Math.log10((255 ** 2 * numbers) / squares);
        const off = Math.abs(psnr - recorded.psnr[kind][severity - 1]);
        expect(off, `severity ${severity}: ${psnr}`).toBeLessThan(tolerances[kind]);
      }
    },
    120_000,
  );

  test.each(recorded.jpeg)(
    'a picture of $shape kept as JPEG of quality $quality loses what it loses in Pillow',
    ({ shape, quality, picture: before, kept }) => {
      const ours = compressed(bytes(before), shapeOf(shape), quality).map(asByte);
      const theirs = bytes(kept).map(asByte);
      const differences = ours.map((value, at) => Math.abs(value - theirs[at]));
      // Pillow transforms with whole numbers: what lies between two bytes, or two steps of a frequency, may end as either.
      expect(Math.max(...differences)).toBeLessThanOrEqual(8);
      expect(differences.filter((one) => one > 1).length / differences.length).toBeLessThan(0.02);
    },
  );

  test('a Gaussian blur is scipy’s, and places between pixels are', () => {
    const shape = { height: 7, width: 5, channels: 2 };
    const small = Float64Array.from(recorded.gaussian.picture);
    const blurred = gaussianBlur(small, shape, recorded.gaussian.deviation);
    blurred.forEach((value, at) => {
      expect(value).toBeCloseTo(recorded.gaussian.blurred[at], 9);
    });
    const moved = displaced(small, shape, (y, x, place) => {
      place.set(recorded.displaced.places.slice(2 * (5 * y + x), 2 * (5 * y + x) + 2));
    });
    moved.forEach((value, at) => {
      expect(value).toBeCloseTo(recorded.displaced.values[at], 9);
    });
  });

  test('counts of light are scipy’s quantiles of Poisson distributions', () => {
    for (const { mean, quantiles, counts } of recorded.poisson)
      expect(quantiles.map((quantile) => poisson(mean, quantile))).toEqual(counts);
  });

  test('brightness is scikit-image’s value of hue, saturation and value', () => {
    const { picture: part, added, brighter } = recorded.brightness;
    const shape = { height: 32, width: 32, channels: 3 };
    const ours = brightness.spoil(bytes(part), shape, added, noise);
    brighter.forEach((value, at) => {
      expect(ours[at]).toBeCloseTo(value, 5);
    });
  });
});
