/** Scores of pooled class probabilities on labelled items; all are means over the items. */
export interface Scores {
  readonly accuracy: number;
  readonly nll: number;
  readonly brier: number;
  readonly ece: number;
}
