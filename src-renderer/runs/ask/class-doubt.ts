/** What all weight samples say of one item whose class is asked. */
export interface ClassDoubt {
  /** Mean over the samples, [classes]. */
  readonly pooled: readonly number[];
  /** The same of each sample, [samples][classes]. */
  readonly bySample: readonly (readonly number[])[];
  /** The likeliest class. */
  readonly predicted: number;
  /** Mean entropy of single samples, in nats: the data are unclear. */
  readonly aleatoric: number;
  /** Mutual information of class and weights, in nats: the weights are unsure. */
  readonly epistemic: number;
  /** The class that each sample takes it for, and how surely. */
  readonly votes: readonly Vote[];
}

export interface Vote {
  readonly label: number;
  readonly probability: number;
}

/** @param probabilities [samples][classes] */
export function classDoubt(probabilities: readonly (readonly number[])[]): ClassDoubt {
  const [first = []] = probabilities;
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const pooled = first.map((_, label) => mean(probabilities.map((sample) => sample[label] ?? 0)));
  const aleatoric = mean(probabilities.map(entropyOf));
  return {
    pooled,
    bySample: probabilities,
    predicted: likeliest(pooled).label,
    aleatoric,
    // Rounding alone would put it below 0.
    epistemic: Math.max(0, entropyOf(pooled) - aleatoric),
    votes: probabilities.map(likeliest),
  };
}

/** How many samples take the item for each class that any takes it for, most votes first. */
export function countedVotes(
  votes: readonly Vote[],
): readonly { readonly label: number; readonly votes: number }[] {
  const counts = new Map<number, number>();
  for (const { label } of votes) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts]
    .map(([label, count]) => ({ label, votes: count }))
    .sort((a, b) => b.votes - a.votes || a.label - b.label);
}

function likeliest(probabilities: readonly number[]): Vote {
  const probability = probabilities.reduce((most, one) => Math.max(most, one), 0);
  return { label: Math.max(0, probabilities.indexOf(probability)), probability };
}

/** In nats. */
function entropyOf(probabilities: readonly number[]): number {
  return probabilities.reduce((sum, one) => (one > 0 ? sum - one * Math.log(one) : sum), 0);
}
