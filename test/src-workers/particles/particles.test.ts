import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { flatten, layoutOf } from '../../../src-workers/engine/parameter-layout';
import { directionOf, type Repulsion } from '../../../src-workers/particles/direction';
import { kernelOf, ownDistances } from '../../../src-workers/particles/kernel';
import { toFlat, toRows, widthOf } from '../../../src-workers/particles/particles';
import { fillStatelessNormal } from '../../../src-workers/random/stateless-noise';
import { relativeDistance } from '../relative-distance';

/** Recorded from blackjax and JAX by test/parity/record_particles.py, each [particles, 6]. */
interface Recorded {
  readonly positions: readonly (readonly number[])[];
  /** Of the energy -log p. */
  readonly gradients: readonly (readonly number[])[];
  readonly bandwidth: number;
  readonly stein: readonly (readonly number[])[];
  readonly density: readonly (readonly number[])[];
}
const file = join(import.meta.dirname, '../../parity/fixtures/particles.json');
const recorded = JSON.parse(readFileSync(file, 'utf8')) as readonly Recorded[];

interface Places {
  readonly positions: readonly Float32Array[];
  readonly gradients: readonly Float32Array[];
}

function kernelBetween(positions: readonly Float32Array[], bandwidth?: number) {
  const count = positions.length;
  const all = { first: 0, count };
  return kernelOf(
    ownDistances(all, count, (particle) => positions[particle]),
    count,
    bandwidth,
  );
}

function directions(repulsion: Repulsion, { positions, gradients }: Places): readonly Float32Array[] {
  const cloud = {
    count: positions.length,
    position: (particle: number) => positions[particle],
    gradient: (particle: number) => gradients[particle],
    ...kernelBetween(positions),
  };
  return positions.map((_, particle) => directionOf(repulsion, cloud, particle, 1));
}

const floats = (rows: readonly (readonly number[])[]) => rows.map((row) => Float32Array.from(row));

describe.each(recorded)('with the same $positions.length particles and gradients', (step) => {
  const places = { positions: floats(step.positions), gradients: floats(step.gradients) };

  test('the bandwidth is that of blackjax’s median', () => {
    expect(kernelBetween(places.positions).bandwidth / step.bandwidth).toBeCloseTo(1, 6);
  });

  test.each(['stein', 'density'] as const)('a step goes the recorded way by %s', (repulsion) => {
    directions(repulsion, places).forEach((direction, particle) => {
      expect(relativeDistance(direction, step[repulsion][particle])).toBeLessThan(1e-6);
    });
  });
});

test('each pair is computed by one device, and all of them together make the same distances', () => {
  const positions = floats(recorded[2].positions);
  const at = (particle: number) => positions[particle];
  const parts = [
    { first: 0, count: 3 },
    { first: 3, count: 3 },
    { first: 6, count: 2 },
  ].map((own) => ownDistances(own, 8, at));
  const sum = parts[0].map((_, place) => parts.reduce((total, part) => total + part[place], 0));
  expect(sum).toEqual(ownDistances({ first: 0, count: 8 }, 8, at));
  // 28 pairs: no device has more than half as many again as its share.
  expect(parts.map((part) => part.filter((value) => value > 0).length)).toEqual([10, 11, 7]);
});

test('particles that all stand at one place have a kernel', () => {
  const positions = floats([
    [1, 2],
    [1, 2],
    [1, 2],
  ]);
  const gradients = floats([
    [3, 0],
    [0, 3],
    [3, 3],
  ]);
  expect(directions('stein', { positions, gradients })[0]).toEqual(Float32Array.of(2, 2));
  expect(directions('density', { positions, gradients })[0]).toEqual(Float32Array.of(3, 0));
});

// Two dimensions, deviations 1 and 2 around (3, -1). SVGD's particles of a Gaussian have its mean exactly where they stand still; their
// variance falls short with the number of particles, here 30, by some per cent (Liu and Wang 2016, figure 1).
test('SVGD’s particles spread as a Gaussian that they are drawn to', () => {
  const [mean, precision, count] = [[3, -1], [1, 0.25], 30];
  const positions = Array.from({ length: count }, (_, particle) => {
    const start = new Float32Array(2);
    fillStatelessNormal(1, particle, start);
    return start;
  });
  for (let step = 0; step < 600; step += 1) {
    const gradients = positions.map((x) => x.map((value, at) => precision[at] * (value - mean[at])));
    directions('stein', { positions, gradients }).forEach((direction, particle) => {
      direction.forEach((value, at) => {
        positions[particle][at] -= value;
      });
    });
  }
  mean.forEach((expected, at) => {
    const values = positions.map((x) => x[at]);
    const average = values.reduce((sum, value) => sum + value, 0) / count;
    const variance = values.reduce((sum, value) => sum + (value - average) ** 2, 0) / count;
    expect(average).toBeCloseTo(expected, 2);
    expect(variance * precision[at]).toBeGreaterThan(0.8);
    expect(variance * precision[at]).toBeLessThan(1.05);
  });
});

test('members lie side by side, and go back to where they were', () => {
  const layout = layoutOf([
    { name: 'a', shape: [2, 2, 3] },
    { name: 'b', shape: [2] },
  ]);
  const flat = flatten(layout, [
    Float32Array.from({ length: 12 }, (_, at) => at + 1),
    Float32Array.of(100, 200),
  ]);
  const width = widthOf(layout, 2);
  expect(width).toBe(7);
  const rows = new Float32Array(14);
  toRows(layout, flat, 2, rows, { at: 0, stride: width });
  expect([...rows]).toEqual([1, 2, 3, 4, 5, 6, 100, 7, 8, 9, 10, 11, 12, 200]);
  expect(toFlat(layout, { rows, count: 2, width })).toEqual(flat);
});
