/** How doubtful a test item was: of classes in nats, of values in the target's own unit. */
export interface TestedDoubt {
  readonly aleatoric: number;
  readonly epistemic: number;
}
