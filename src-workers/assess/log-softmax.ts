/** Logits become log probabilities in place, [..., classes]. */
export function logSoftmax(logits: Float32Array, classes: number): void {
  for (let first = 0; first < logits.length; first += classes) {
    const total = logSumExp(logits, first, classes);
    for (let at = first; at < first + classes; at += 1) logits[at] -= total;
  }
}

/**
 * Logits become log probabilities in place, [rows, classes].
 * @returns the Shannon entropy of each row in nats, as `entropies` has it, of the exponentials that are there anyway
 */
export function logSoftmaxWithEntropies(logits: Float32Array, classes: number): Float32Array {
  const rows = new Float32Array(logits.length / classes);
  for (let row = 0; row < rows.length; row += 1) {
    const first = row * classes;
    const largest = largestOf(logits, first, classes);
    let [sum, weighed] = [0, 0];
    for (let at = first; at < first + classes; at += 1) {
      const below = logits[at] - largest;
      const weight = Math.exp(below);
      sum += weight;
      if (weight !== 0) weighed += weight * below;
    }
    const total = largest + Math.log(sum);
    rows[row] = Math.log(sum) - weighed / sum;
    for (let at = first; at < first + classes; at += 1) logits[at] -= total;
  }
  return rows;
}

/** Of so many values from the first on. */
export function logSumExp(values: Float32Array | Float64Array, first: number, count: number): number {
  const largest = largestOf(values, first, count);
  let sum = 0;
  for (let at = first; at < first + count; at += 1) sum += Math.exp(values[at] - largest);
  return largest + Math.log(sum);
}

function largestOf(values: Float32Array | Float64Array, first: number, count: number): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let at = first; at < first + count; at += 1) largest = Math.max(largest, values[at]);
  return largest;
}
