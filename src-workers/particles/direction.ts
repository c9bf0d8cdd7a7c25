/** How particles keep apart: by Stein's operator, or by the density that a kernel makes of them. */
export type Repulsion = 'stein' | 'density';

/** Set where samples are particles that see each other. */
export interface ParticleSettings {
  /** Of the whole run (S). */
  readonly count: number;
  readonly repulsion: Repulsion;
  /** Of the kernel; without it that of the median. */
  readonly bandwidth?: number | undefined;
}

/** All particles of a step, each with the gradient of its energy U = -log p(x | data). */
export interface Cloud {
  readonly count: number;
  position(particle: number): Float32Array;
  gradient(particle: number): Float32Array;
  /** [particles, particles], 1 on the diagonal. */
  readonly kernel: Float64Array;
  readonly bandwidth: number;
}

/** What is added up of every particle j for one particle i: `gradient` times that of U(x_j), and `apart` times x_i - x_j. */
interface Weights {
  readonly gradient: number;
  readonly apart: number;
}

/**
 * Where one particle goes against, in place of the gradient of its own energy. With k_ij = exp(-|x_i - x_j|^2 / h) over n particles:
 * - stein (Liu and Wang 2016, equation 8):  mean_j [k_ij grad U(x_j) - 2/h k_ij (x_i - x_j)]
 * - density (D'Angelo and Fortuin 2021, by the kernel’s density estimate):  grad U(x_i) - 2/h sum_j k_ij (x_i - x_j) / sum_j k_ij
 * @param scale that gradients come in: repulsion takes it too
 */
export function directionOf(
  repulsion: Repulsion,
  cloud: Cloud,
  particle: number,
  scale: number,
): Float32Array {
  const { count, kernel } = cloud;
  const row = kernel.subarray(particle * count, (particle + 1) * count);
  const sum = row.reduce((total, value) => total + value, 0);
  const own = cloud.position(particle);
  const direction = new Float64Array(own.length);
  for (let other = 0; other < count; other += 1) {
    const weights = weightsOf(repulsion, row[other], sum, count, other === particle);
    const push = (weights.apart * scale * 2) / cloud.bandwidth;
    addTerm(direction, weights.gradient, cloud.gradient(other), push, own, cloud.position(other));
  }
  return Float32Array.from(direction);
}

function weightsOf(repulsion: Repulsion, k: number, sum: number, count: number, isOwn: boolean): Weights {
  if (repulsion === 'stein') return { gradient: k / count, apart: -k / count };
  return { gradient: isOwn ? 1 : 0, apart: -k / sum };
}

function addTerm(
  direction: Float64Array,
  weight: number,
  gradient: Float32Array,
  push: number,
  own: Float32Array,
  other: Float32Array,
): void {
  for (let at = 0; at < direction.length; at += 1)
    direction[at] += weight * gradient[at] + push * (own[at] - other[at]);
}
