/** A column of the table that a prediction gives, or a chunk of it. */
export type ResultColumn =
  | { readonly name: string; readonly kind: 'text'; readonly values: readonly string[] }
  /** Whole numbers. */
  | { readonly name: string; readonly kind: 'count'; readonly values: readonly number[] }
  | { readonly name: string; readonly kind: 'number'; readonly values: ArrayLike<number> };
