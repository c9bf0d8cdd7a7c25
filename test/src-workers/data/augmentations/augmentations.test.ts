import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tensor } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { describe, expect, test } from 'vitest';
import { mixedCategorical } from '../../../../src-workers/bayes/likelihoods/mixed-categorical';
import { changed } from '../../../../src-workers/data/augmentations';
import { mirrored, turned } from '../../../../src-workers/data/augmentations/affine';
import * as colours from '../../../../src-workers/data/augmentations/colours';
import { Draws } from '../../../../src-workers/data/augmentations/draws';
import { cutOf } from '../../../../src-workers/data/augmentations/mixing';
import { partToSize } from '../../../../src-workers/data/augmentations/parts';
import { randomChanges } from '../../../../src-workers/data/augmentations/rand-augmentation';
import { middlePart, randomRectangle } from '../../../../src-workers/data/augmentations/random-rectangle';
import type { View } from '../../../../src-workers/data/augmentations/view';

interface Recorded {
  readonly pixels: string;
  readonly changes: readonly {
    readonly name: string;
    readonly with: readonly number[];
    readonly pixels: string;
  }[];
  readonly randAugment: readonly {
    readonly name: keyof typeof randomChanges;
    readonly magnitude: number;
    readonly sign: number;
    readonly pixels: string;
  }[];
}

/** What torchvision makes of two pictures (record_augmentations.py). */
const recorded: {
  readonly height: number;
  readonly width: number;
  readonly pictures: Readonly<Record<string, Recorded>>;
  readonly mixed: {
    readonly logits: readonly number[];
    readonly labels: readonly (readonly number[])[];
    readonly weights: readonly number[];
    readonly losses: readonly (readonly number[])[];
  };
} = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../parity/fixtures/augmentations.json'), 'utf8'),
);
const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text, 'base64'));

const functions: Readonly<Record<string, (view: View, ...given: number[]) => View>> = {
  turned,
  partToSize: (view, top, left, height, width) => partToSize(view, { top, left, height, width }),
  mirrored: (view, across, down) => mirrored(view, Boolean(across), Boolean(down)),
  withBrightness: colours.withBrightness,
  withContrast: colours.withContrast,
  withSaturation: colours.withSaturation,
  withSharpness: colours.withSharpness,
  withHue: colours.withHue,
  posterised: colours.posterised,
  solarised: colours.solarised,
  withWholeContrast: colours.withWholeContrast,
  equalised: colours.equalised,
};

/** Largest difference of two pictures. */
function apart(some: Uint8Array, others: Uint8Array): number {
  expect(some).toHaveLength(others.length);
  return others.reduce((worst, value, at) => Math.max(worst, Math.abs(value - some[at])), 0);
}

describe.each(['1', '3'])('a picture of %s channels', (channels) => {
  const { pixels, changes, randAugment } = recorded.pictures[channels];
  const { height, width } = recorded;
  const picture: View = { height, width, channels: Number(channels), pixels: bytesOf(pixels) };

  test.each(changes.map((change) => [change.name, change.with.join(', '), change] as const))(
    'is what torchvision makes of it: %s(%s)',
    (name, _given, change) => {
      const own = functions[name](picture, ...change.with);
      expect(apart(own.pixels, bytesOf(change.pixels))).toBe(0);
    },
  );

  test.each(randAugment.map((change) => [change.name, change.magnitude, change.sign, change] as const))(
    'is what torchvision’s RandAugment makes of it: %s at %i, %i',
    (name, magnitude, sign, change) => {
      const { strength, apply } = randomChanges[name];
      const own = apply(picture, sign * strength(magnitude, picture));
      expect(apart(own.pixels, bytesOf(change.pixels))).toBe(0);
    },
  );
});

describe('labels of pixels', () => {
  const map = Uint8Array.from({ length: 6 * 8 }, (_, at) => at);
  const view: View = { height: 6, width: 8, channels: 1, pixels: map.slice(), map };

  test.each([
    { kind: 'shift', pixels: 3 },
    { kind: 'flip', horizontal: 0.5, vertical: 0.5 },
    { kind: 'rotation', degrees: 90 },
  ] as const)('go where $kind takes their pixels, and what comes in is ignored', (settings) => {
    for (let item = 0; item < 30; item += 1) {
      const moved = changed(settings, view, new Draws(1, { epoch: 0, view: 0 }, item, 1));
      moved.map?.forEach((label, at) => {
        if (label === 255) expect(moved.pixels[at]).toBe(0);
        else expect(moved.pixels[at]).toBe(label);
      });
    }
  });

  test('are the nearest ones of a part that is brought to size', () => {
    const part = partToSize(view, { top: 2, left: 3, height: 3, width: 4 });
    const row = (from: number) => [0, 0, 1, 1, 2, 2, 3, 3].map((column) => (2 + from) * 8 + 3 + column);
    expect([...(part.map ?? [])]).toEqual([0, 0, 1, 1, 2, 2].flatMap(row));
  });
});

describe('what is drawn', () => {
  const drawn = (count: number, kind = 1) =>
    Array.from({ length: count }, (_, item) => new Draws(7, { epoch: 2, view: 1 }, item, kind));

  test('depends on run seed, epoch, item, view and the change, and on nothing else', () => {
    const numbers = (draws: Draws) => Array.from({ length: 9 }, () => draws.uniform());
    const one = numbers(new Draws(7, { epoch: 2, view: 1 }, 5, 3));
    expect(numbers(new Draws(7, { epoch: 2, view: 1 }, 5, 3))).toEqual(one);
    const others = [
      new Draws(8, { epoch: 2, view: 1 }, 5, 3),
      new Draws(7, { epoch: 3, view: 1 }, 5, 3),
      new Draws(7, { epoch: 2, view: 0 }, 5, 3),
      new Draws(7, { epoch: 2, view: 1 }, 6, 3),
      new Draws(7, { epoch: 2, view: 1 }, 5, 4),
    ];
    for (const other of others) for (const number of numbers(other)) expect(one).not.toContain(number);
  });

  test('parts have areas and aspects of the ranges that torchvision documents, evenly', () => {
    const fits = ({ height, width }: { height: number; width: number }) => height <= 2000 && width <= 2000;
    const parts = drawn(4000).flatMap((draws) => {
      const part = randomRectangle(draws, { height: 2000, width: 2000 }, [0.08, 0.5], [3 / 4, 4 / 3], fits);
      return part ? [part] : [];
    });
    expect(parts).toHaveLength(4000);
    const areas = parts.map(({ height, width }) => (height * width) / 2000 ** 2);
    const aspects = parts.map(({ height, width }) => Math.log(width / height));
    expect(Math.min(...areas)).toBeGreaterThan(0.0795);
    expect(Math.max(...areas)).toBeLessThan(0.5005);
    // The mean of 4000 even draws, five standard errors wide.
    expect(Math.abs(mean(areas) - 0.29)).toBeLessThan((5 * 0.42) / Math.sqrt(12 * 4000));
    const most = Math.log(4 / 3);
    expect(Math.max(...aspects.map(Math.abs))).toBeLessThan(most + 0.01);
    expect(Math.abs(mean(aspects))).toBeLessThan((5 * 2 * most) / Math.sqrt(12 * 4000));
    for (const { top, left, height, width } of parts) {
      expect(Math.min(top, left)).toBeGreaterThanOrEqual(0);
      expect(Math.max(top + height, left + width)).toBeLessThanOrEqual(2000);
    }
  });

  test('no part that fits gives the middle, as torchvision has it', () => {
    // 10 x 100 with aspects of 3/4 to 4/3: width 10 * 4/3 = 13, from (100 - 13) / 2 on.
    expect(middlePart({ height: 10, width: 100 }, [3 / 4, 4 / 3])).toEqual({
      top: 0,
      left: 43,
      height: 10,
      width: 13,
    });
    expect(middlePart({ height: 100, width: 10 }, [3 / 4, 4 / 3])).toEqual({
      top: 43,
      left: 0,
      height: 13,
      width: 10,
    });
  });

  test.each([0.2, 1, 4])('shares are from Beta(%f, itself)', (alpha) => {
    const shares = drawn(6000).map((draws) => draws.beta(alpha));
    const variance = 1 / (4 * (2 * alpha + 1));
    expect(Math.abs(mean(shares) - 0.5)).toBeLessThan(5 * Math.sqrt(variance / 6000));
    // The fourth central moment of a beta is at most a sixteenth.
    const squares = shares.map((share) => (share - 0.5) ** 2);
    expect(Math.abs(mean(squares) - variance)).toBeLessThan(5 * Math.sqrt(1 / 16 / 6000));
  });

  test('a cut is around its place, as far as it is in the picture', () => {
    // torchvision: r = 0.5 sqrt(1 - 0.75) = 0.25; 0.25 * 8 = 2 rows and 0.25 * 12 = 3 columns either way.
    const sides = { height: 8, width: 12 };
    expect(cutOf(0.75, 4, 6, sides)).toEqual({ top: 2, left: 3, height: 4, width: 6 });
    expect(cutOf(0.75, 0, 11, sides)).toEqual({ top: 0, left: 8, height: 2, width: 4 });
    expect(cutOf(1, 3, 3, sides)).toMatchObject({ height: 0, width: 0 });
  });
});

test('the log likelihood of mixed labels is minus PyTorch’s cross entropy of soft ones', () => {
  const { logits, labels, weights, losses } = recorded.mixed;
  const targets = weights.flatMap((weight, item) => [labels[0][item], labels[1][item], weight]);
  const found = mixedCategorical.logLikelihood(
    tensor([...logits], [2, 4, 5]),
    tensor(targets, [1, 4, 3]),
    [],
  );
  found.dataSync().forEach((value, at) => {
    expect(value).toBeCloseTo(-losses.flat()[at], 5);
  });
  const own = tensor([...targets, ...targets], [2, 4, 3]);
  const ofEach = mixedCategorical.logLikelihood(tensor([...logits], [2, 4, 5]), own, []);
  expect([...ofEach.dataSync()]).toEqual([...found.dataSync()]);
});

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
