import { type Asking, leapfrog, type Place, totalEnergy } from './trajectory';
import type { Chance } from './transition';

/** Halved or doubled so often a step size is far from anything that a network needs. */
const mostTries = 40;

/**
 * A step size to begin the warm-up with: halved or doubled until one step crosses an acceptance of one half (Hoffman and
 * Gelman 2014, algorithm 4).
 */
export function* firstStepSize(start: Place, inverseMass: Float32Array, chance: Chance): Asking<number> {
  const momentum = Float64Array.from(chance.normals(), (value, at) => value / Math.sqrt(inverseMass[at]));
  const phase = { ...start, momentum };
  const before = totalEnergy(phase, inverseMass);
  let stepSize = 0.01;
  let direction = 0;
  for (let tries = 0; tries < mostTries; tries += 1) {
    const moved = yield* leapfrog(phase, stepSize, inverseMass);
    const isGood = before - totalEnergy(moved, inverseMass) > Math.log(0.5);
    if (direction === 0) direction = isGood ? 1 : -1;
    if (isGood !== direction > 0) break;
    stepSize *= 2 ** direction;
  }
  return stepSize;
}
