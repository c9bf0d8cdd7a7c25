/** Where a chain is: its parameters and what the posterior says there. */
export interface Place {
  readonly position: Float32Array;
  /** Potential energy: minus the log density of the posterior, up to a constant, in nats. */
  readonly energy: number;
  /** Of the energy. */
  readonly gradient: Float32Array;
}

/** A place on a trajectory. */
export interface Phase extends Place {
  readonly momentum: Float64Array;
}

/** What a chain that asks for a place is given: its energy and gradient. */
export type Evaluated = Omit<Place, 'position'>;

/** A chain's doing: it yields positions at which it needs energy and gradient, all chains' at once. */
export type Asking<Result> = Generator<Float32Array, Result, Evaluated>;

/** What of a chain's dynamics is found in the warm-up. */
export interface Dynamics {
  readonly stepSize: number;
  /** Diagonal of the inverse mass matrix: the variances of the posterior, where it is well chosen. */
  readonly inverseMass: Float32Array;
}

/** One leapfrog step, forwards or (by a negative step size) backwards. */
export function* leapfrog(from: Phase, stepSize: number, inverseMass: Float32Array): Asking<Phase> {
  const momentum = half(from.momentum, from.gradient, stepSize);
  const position = from.position.map((value, at) => value + stepSize * inverseMass[at] * momentum[at]);
  const { energy, gradient } = yield position;
  return { position, energy, gradient, momentum: half(momentum, gradient, stepSize) };
}

function half(momentum: Float64Array, gradient: Float32Array, stepSize: number): Float64Array {
  const moved = new Float64Array(momentum.length);
  for (let at = 0; at < moved.length; at += 1) moved[at] = momentum[at] - 0.5 * stepSize * gradient[at];
  return moved;
}

/** Energy of position and momentum together, which a perfect trajectory would keep. */
export function totalEnergy({ energy, momentum }: Phase, inverseMass: Float32Array): number {
  let kinetic = 0;
  for (let at = 0; at < momentum.length; at += 1) kinetic += momentum[at] * momentum[at] * inverseMass[at];
  return energy + kinetic / 2;
}
