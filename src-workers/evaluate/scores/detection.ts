/** How well a measure of doubt tells other items from those of the kind that was trained on; other items are the positives. */
export interface Detection {
  /** Area under the ROC curve: how often an item of other data is more doubtful than one of its own, ties counting half. */
  readonly auroc: number;
  /** Average precision: the area under the precision-recall curve as a sum of steps. */
  readonly aupr: number;
  /** Share of own items that are taken for other data where at least 95 % of those are caught. */
  readonly fpr95: number;
}

const caught = 0.95;

/**
 * Ranks items by doubt, ties being one threshold, as scikit-learn's `roc_auc_score` and `average_precision_score` do.
 * @param own doubt of items of the kind that was trained on, the higher the more doubtful
 * @param other doubt of items of other data
 * @returns NaN throughout where one of them is empty or a doubt is no number
 */
export function detection(own: Float32Array, other: Float32Array): Detection {
  if (own.length === 0 || other.length === 0 || own.some(Number.isNaN) || other.some(Number.isNaN))
    return { auroc: Number.NaN, aupr: Number.NaN, fpr95: Number.NaN };
  const [falling, fallingOther] = [own, other].map((doubts) => doubts.slice().sort().reverse());
  let [found, alarms, orderedTwice, aupr, fpr95] = [0, 0, 0, 0, Number.NaN];
  while (found < other.length || alarms < own.length) {
    const threshold = Math.max(fallingOther[found] ?? -Infinity, falling[alarms] ?? -Infinity);
    const [foundBefore, alarmsBefore] = [found, alarms];
    while (found < other.length && fallingOther[found] >= threshold) found += 1;
    while (alarms < own.length && falling[alarms] >= threshold) alarms += 1;
    const more = (found - foundBefore) / other.length;
    orderedTwice += (alarms - alarmsBefore) * (found + foundBefore);
    aupr += more * (found / (found + alarms));
    if (Number.isNaN(fpr95) && found / other.length >= caught) fpr95 = alarms / own.length;
  }
  return { auroc: orderedTwice / (2 * own.length * other.length), aupr, fpr95 };
}
