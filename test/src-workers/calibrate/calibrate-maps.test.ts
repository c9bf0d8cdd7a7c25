import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { calibrateMaps, type HeldOutMaps } from '../../../src-workers/calibrate/calibrate-maps';

interface Split {
  readonly predictions: readonly number[];
  readonly targets: readonly number[];
}

/** Six items of 5 x 7 pixels in three classes, two weight samples; a fifth of the pixels ignored (write_pixel_temperature.py). */
const known = JSON.parse(
  readFileSync(join(import.meta.dirname, 'fixtures/pixel-temperature.json'), 'utf8'),
) as {
  readonly validation: Split;
  readonly test: Split;
  readonly temperature: number;
  readonly before: { readonly nll: number; readonly ece: number };
  readonly after: { readonly nll: number; readonly ece: number };
};
const [samples, items, classes] = [2, 6, 3];
const pixels = 5 * 7;

/** Two items at a time. */
async function* chunksOf({ predictions, targets }: Split) {
  const size = pixels * classes;
  for (let first = 0; first < items; first += 2) {
    const ofSample = (sample: number) =>
      predictions.slice((sample * items + first) * size, (sample * items + first + 2) * size);
    yield {
      predictions: Float32Array.from([...ofSample(0), ...ofSample(1)]),
      targets: Int32Array.from(targets.slice(first * pixels, (first + 2) * pixels)),
    };
  }
}

const heldOut = (validation = known.validation): HeldOutMaps => ({
  maps: { height: 5, width: 7, classes },
  samples,
  validation: chunksOf(validation),
  validationItems: items,
  test: chunksOf(known.test),
});

test('pixels that count have the temperature that SciPy finds, and the scores of scikit-learn before and after', async () => {
  const { temperature, before, after } = await calibrateMaps(heldOut());
  expect(temperature).toBeCloseTo(known.temperature, 5);
  for (const [found, oracle] of [
    [before, known.before],
    [after, known.after],
  ] as const) {
    expect(found.nll).toBeCloseTo(oracle.nll, 6);
    expect(found.ece).toBeCloseTo(oracle.ece, 6);
  }
  expect(after.nll).toBeLessThan(before.nll);
});

test('of very many pixels some at equal distances tell the temperature, and all of the test are scored', async () => {
  // Every third of 210.
  const { temperature, before } = await calibrateMaps(heldOut(), (6 * pixels * classes) / 3);
  expect(temperature).not.toBeCloseTo(known.temperature, 5);
  expect(temperature / known.temperature).toBeGreaterThan(0.5);
  expect(temperature / known.temperature).toBeLessThan(2);
  expect(before.nll).toBeCloseTo(known.before.nll, 6);
});

test('ignored pixels alone are refused', async () => {
  const none = { ...known.validation, targets: known.validation.targets.map(() => -1) };
  await expect(calibrateMaps(heldOut(none))).rejects.toThrow(/^No pixel of the validation items has a class/);
});
