import { expect, test } from 'vitest';
import { Adaptation, windowsOf } from '../../../../src-workers/train/nuts/adaptation';
import { chanceOf } from '../../../../src-workers/train/nuts/chance';
import { firstStepSize } from '../../../../src-workers/train/nuts/first-step-size';
import { together } from '../../../../src-workers/train/nuts/together';
import type { Evaluated, Place } from '../../../../src-workers/train/nuts/trajectory';
import { transition } from '../../../../src-workers/train/nuts/transition';

// Scales over two orders of magnitude, which adaptation has to find, around means that are not zero.
const stds = [0.1, 0.3, 1, 3, 10];
const means = [1, -2, 0.5, 4, -7];
const chains = 4;
const [warmUp, draws] = [300, 500];

function gaussian(position: Float32Array): Evaluated {
  const z = Array.from(position, (value, at) => (value - means[at]) / stds[at]);
  return {
    energy: z.reduce((sum, value) => sum + value * value, 0) / 2,
    gradient: Float32Array.from(z, (value, at) => value / stds[at]),
  };
}

const evaluate = async (positions: readonly Float32Array[]) => positions.map(gaussian);

/** Draws of all chains, and the mean acceptance after the warm-up. */
async function sample(seed: number) {
  const adaptations = Array.from({ length: chains }, () => new Adaptation(warmUp, 0.8, stds.length));
  let places: readonly Place[] = adaptations.map(() => {
    const position = new Float32Array(stds.length);
    return { position, ...gaussian(position) };
  });
  const starts = () => places.map(({ position }) => position);
  const chance = (iteration: number, chain: number) => chanceOf(seed, iteration, chain, stds.length);
  const sizes = await together(
    places.map((place, chain) => firstStepSize(place, adaptations[chain].inverseMass, chance(0, chain))),
    starts(),
    evaluate,
  );
  adaptations.forEach((adaptation, chain) => {
    adaptation.startFrom(sizes[chain]);
  });
  const kept: Float32Array[] = [];
  let acceptance = 0;
  for (let iteration = 1; iteration <= warmUp + draws; iteration += 1) {
    const done = await together(
      places.map((place, chain) =>
        transition(place, adaptations[chain].dynamics(iteration), 8, chance(iteration, chain)),
      ),
      starts(),
      evaluate,
    );
    places = done.map(({ place }) => place);
    done.forEach((one, chain) => {
      adaptations[chain].learn(iteration, one.acceptance, one.place.position);
      if (iteration <= warmUp) return;
      kept.push(one.place.position);
      acceptance += one.acceptance / (chains * draws);
    });
  }
  return { kept, acceptance };
}

test('chains draw from a Gaussian of very different scales and accept as often as they aim to', async () => {
  const { kept, acceptance } = await sample(1);
  // NUTS draws of a Gaussian are nearly independent: 2000 leave a mean known to 0.022 deviations and a deviation to 1.6 %.
  stds.forEach((std, at) => {
    const values = kept.map((position) => position[at]);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
    expect(Math.abs(mean - means[at]) / std).toBeLessThan(0.1);
    expect(Math.sqrt(variance) / std).toBeGreaterThan(0.93);
    expect(Math.sqrt(variance) / std).toBeLessThan(1.07);
  });
  expect(acceptance).toBeGreaterThan(0.7);
  expect(acceptance).toBeLessThan(0.95);
});

test('one seed gives one chain', async () => {
  const [one, other] = [await sample(2), await sample(2)];
  expect(one.kept).toEqual(other.kept);
});

test('a step far too large is told as a divergence and stays where it was', async () => {
  const position = Float32Array.from(means);
  const start = { position, ...gaussian(position) };
  const dynamics = { stepSize: 1e3, inverseMass: new Float32Array(stds.length).fill(1) };
  const [done] = await together([transition(start, dynamics, 8, chanceOf(3, 1, 0, 5))], [position], evaluate);
  expect(done).toMatchObject({ isDivergent: true, leapfrogs: 1 });
  expect(done.place.position).toEqual(position);
});

test('windows of the warm-up are those of Stan', () => {
  // Stan 2.36 with 1000 iterations: 75, then 25, 50, 100, 200 and 500, then 50.
  expect(windowsOf(1000)).toEqual({ first: 76, ends: [100, 150, 250, 450, 950] });
  expect(windowsOf(300)).toEqual({ first: 76, ends: [100, 150, 250] });
});
