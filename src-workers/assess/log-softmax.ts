/** Logits become log probabilities in place, [..., classes]. */
export function logSoftmax(logits: Float32Array, classes: number): void {
  for (let first = 0; first < logits.length; first += classes) {
    const total = logSumExp(logits, first, classes);
    for (let at = first; at < first + classes; at += 1) logits[at] -= total;
  }
}

/** Of so many values from the first on. */
export function logSumExp(values: Float32Array | Float64Array, first: number, count: number): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let at = first; at < first + count; at += 1) largest = Math.max(largest, values[at]);
  let sum = 0;
  for (let at = first; at < first + count; at += 1) sum += Math.exp(values[at] - largest);
  return largest + Math.log(sum);
}
