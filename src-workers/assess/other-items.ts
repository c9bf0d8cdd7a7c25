/** Items that a network was not trained on, in the form that it takes. */
export interface OtherItems {
  /** In the names of metrics. */
  readonly name: string;
  /** What they are, and what was done to them to fit. */
  readonly title: string;
  /** Of files of a person's own. */
  readonly path?: string;
  readonly items: number;
  /** Standardised inputs of consecutive items, [count, ...inputShape]. */
  read(first: number, count: number): Promise<Float32Array>;
}
