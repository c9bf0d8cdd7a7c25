import { type Asking, type Dynamics, leapfrog, type Phase, type Place, totalEnergy } from './trajectory';

/** A draw that follows another, and how the trajectory to it went. */
export interface Transition {
  readonly place: Place;
  /** Mean over the trajectory of the probability with which plain HMC would accept. */
  readonly acceptance: number;
  /** The trajectory left the region where steps of this size follow the posterior. */
  readonly isDivergent: boolean;
  readonly leapfrogs: number;
}

/** Random numbers of one transition. */
export interface Chance {
  /** Standard normal, one for each parameter. */
  normals(): Float32Array;
  /** In [0, 1), another at each call. */
  uniform(): number;
}

/** A stretch of a trajectory, with the one state of it that was drawn by the states' densities. */
interface Tree {
  readonly first: Phase;
  readonly last: Phase;
  readonly drawn: Place;
  /** Log of the summed densities of its states, over that of the start. */
  readonly logWeight: number;
  readonly momentumSum: Float64Array;
  readonly isOver: boolean;
  readonly isDivergent: boolean;
  readonly acceptance: number;
  readonly leapfrogs: number;
}

interface Course extends Dynamics {
  readonly startEnergy: number;
  readonly chance: Chance;
}

/** From so much energy lost or gained a trajectory counts as divergent, as in Stan. */
const mostEnergyError = 1000;

/**
 * One transition of the no-U-turn sampler (Hoffman and Gelman 2014) with multinomial sampling of the trajectory and the
 * generalised criterion (Betancourt, arXiv 1701.02434, appendix A), checked across halves too.
 * @param maxDepth a trajectory has at most 2^maxDepth - 1 steps
 */
export function* transition(
  start: Place,
  dynamics: Dynamics,
  maxDepth: number,
  chance: Chance,
): Asking<Transition> {
  const { inverseMass } = dynamics;
  const normals = chance.normals();
  const momentum = Float64Array.from(normals, (value, at) => value / Math.sqrt(inverseMass[at]));
  const phase: Phase = { ...start, momentum };
  const course: Course = { ...dynamics, startEnergy: totalEnergy(phase, inverseMass), chance };
  let tree: Tree = leafOf(phase, 0, false, 0, 0);
  for (let depth = 0; depth < maxDepth; depth += 1) {
    const isForward = chance.uniform() < 0.5;
    const other = yield* grow(isForward ? tree.last : tree.first, depth, isForward, course);
    const isTaken = !other.isOver && chance.uniform() < Math.exp(other.logWeight - tree.logWeight);
    tree = join(tree, other, isForward, isTaken ? other.drawn : tree.drawn, inverseMass);
    if (tree.isOver) break;
  }
  return {
    place: tree.drawn,
    acceptance: tree.acceptance / Math.max(1, tree.leapfrogs),
    isDivergent: tree.isDivergent,
    leapfrogs: tree.leapfrogs,
  };
}

/** A stretch of 2^depth steps from here on. */
function* grow(from: Phase, depth: number, isForward: boolean, course: Course): Asking<Tree> {
  if (depth === 0) {
    const { stepSize, inverseMass, startEnergy } = course;
    const phase = yield* leapfrog(from, isForward ? stepSize : -stepSize, inverseMass);
    const found = startEnergy - totalEnergy(phase, inverseMass);
    const logWeight = Number.isNaN(found) ? -Infinity : found;
    return leafOf(phase, logWeight, logWeight < -mostEnergyError, Math.min(1, Math.exp(logWeight)), 1);
  }
  const near = yield* grow(from, depth - 1, isForward, course);
  if (near.isOver) return near;
  const far = yield* grow(isForward ? near.last : near.first, depth - 1, isForward, course);
  const isTaken = course.chance.uniform() < Math.exp(far.logWeight - logSum(near.logWeight, far.logWeight));
  return join(near, far, isForward, isTaken ? far.drawn : near.drawn, course.inverseMass);
}

function leafOf(
  phase: Phase,
  logWeight: number,
  isDivergent: boolean,
  acceptance: number,
  leapfrogs: number,
): Tree {
  const momentumSum = phase.momentum;
  const ends = { first: phase, last: phase, drawn: phase, momentumSum };
  return { ...ends, logWeight, isOver: isDivergent, isDivergent, acceptance, leapfrogs };
}

/** Two stretches as one; it is over where either is, or where the ends turn towards each other. */
function join(near: Tree, far: Tree, isForward: boolean, drawn: Place, inverseMass: Float32Array): Tree {
  const [left, right] = isForward ? [near, far] : [far, near];
  const momentumSum = sum(left.momentumSum, right.momentumSum);
  const { first } = left;
  const { last } = right;
  const turns = () =>
    isTurning(momentumSum, first, last, inverseMass) ||
    isTurning(sum(left.momentumSum, right.first.momentum), first, right.first, inverseMass) ||
    isTurning(sum(right.momentumSum, left.last.momentum), left.last, last, inverseMass);
  return {
    first,
    last,
    drawn,
    momentumSum,
    logWeight: logSum(near.logWeight, far.logWeight),
    isOver: near.isOver || far.isOver || turns(),
    isDivergent: near.isDivergent || far.isDivergent,
    acceptance: near.acceptance + far.acceptance,
    leapfrogs: near.leapfrogs + far.leapfrogs,
  };
}

function isTurning(momentumSum: Float64Array, first: Phase, last: Phase, inverseMass: Float32Array): boolean {
  let atFirst = 0;
  let atLast = 0;
  for (let at = 0; at < momentumSum.length; at += 1) {
    const speed = inverseMass[at] * momentumSum[at];
    atFirst += speed * first.momentum[at];
    atLast += speed * last.momentum[at];
  }
  return atFirst <= 0 || atLast <= 0;
}

function sum(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, at) => value + b[at]);
}

function logSum(a: number, b: number): number {
  const larger = Math.max(a, b);
  return larger === -Infinity ? larger : larger + Math.log1p(Math.exp(-Math.abs(a - b)));
}
