/** A tensor of a network, and what trained weights in a file have for it. */
export interface StartRow {
  readonly name: string;
  /** In the file's order of axes. */
  readonly shape: readonly number[];
  /** What the file calls it; undefined where nothing fits, or where it begins afresh. */
  readonly inFile?: string;
  /** Why nothing fits. */
  readonly why?: string;
  /** What the file may call it, by its shape. */
  readonly proposed?: string;
}

/** How the names of a network and of a file of trained weights go together. */
export interface StartTable {
  readonly rows: readonly StartRow[];
  /** What the file has besides. */
  /** Batch normalisations of the file that the network does not have, because exporting folded them away: such weights do not belong there. */
  readonly foldedAway: readonly string[];
  readonly free: readonly { readonly name: string; readonly shape: readonly number[] }[];
}
