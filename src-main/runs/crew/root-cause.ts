/** One worker's failure as the core learned of it. */
export interface WorkerFailure {
  readonly rank: number;
  /** A sentence for a person. */
  readonly reason: string;
  /** Whether the worker itself said why; if not, it just ended. */
  readonly isExplained: boolean;
  /** Its process is gone or hangs, in the midst of its work: others may take that over. */
  readonly isLoss?: boolean;
  /** The worker that this one missed: then its failure is a consequence. */
  readonly lostPeer?: number;
}

/**
 * Of failures in the order they came, the one that explains the others: not a consequence where there is another,
 * explained where one is, else the first.
 */
export function rootCause(failures: readonly [WorkerFailure, ...WorkerFailure[]]): WorkerFailure {
  const own = failures.filter((failure) => failure.lostPeer === undefined);
  return own.find((failure) => failure.isExplained) ?? own[0] ?? failures[0];
}
