/** Deadlines of a run, in milliseconds. */
export interface RunTimings {
  /** From the launch of a worker to its first message. */
  readonly startMs: number;
  /** From the first failure to the decision what its cause was. */
  readonly settleMs: number;
  /** Without a sign of life a worker counts as hanging after so long; it is looked for every `hangLookMs`. */
  readonly hangMs: number;
  readonly hangLookMs: number;
  /** From the loss of a worker until those that stay must have said where they stand: they finish a step first. */
  readonly recoverMs: number;
  /** From the loss of a worker until the others begin again; it doubles with every loss. */
  readonly restartMs: number;
  /** From the loss of a device until it is looked for again; it doubles with every loss of the run. */
  readonly returnMs: number;
  /** From a worker's last message, or SIGTERM, to SIGKILL. */
  readonly exitMs: number;
  /** Between two writes to the store. */
  readonly tickMs: number;
  /** Between two looks at what other processes wrote to the store. */
  readonly othersMs: number;
  /** Between two tries to write to a store that refuses. */
  readonly storeRetryMs: number;
}

export const usualTimings: RunTimings = {
  startMs: 60_000,
  settleMs: 500,
  hangMs: 12_000,
  hangLookMs: 1_000,
  recoverMs: 30_000,
  restartMs: 500,
  returnMs: 60_000,
  exitMs: 2_000,
  tickMs: 250,
  othersMs: 1_000,
  storeRetryMs: 1_000,
};
