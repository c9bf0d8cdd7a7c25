/**
 * Thresholds at which a network that gives 0 predicts each class as often as it was seen: logits of the shares up to each but the last, half
 * an item added to each so that none is empty.
 * @param labels of the items that are trained on
 */
export function startThresholds(labels: Iterable<number>, classes: number): readonly number[] {
  const counts = Array<number>(classes).fill(0.5);
  let all = classes / 2;
  for (const label of labels) {
    counts[label] += 1;
    all += 1;
  }
  let below = 0;
  return counts.slice(0, -1).map((count) => {
    below += count;
    return Math.log(below / (all - below));
  });
}
