import type { RunSummary } from '../runs/runs';

/** How the reason of a run begins whose numbers were no longer finite. */
export const divergedOpening = 'Training diverged:';

/** Whether a run failed because its numbers were no longer finite: with the same settings and seed it would again. */
export function hasDiverged({ status, reason }: Pick<RunSummary, 'status' | 'reason'>): boolean {
  return status === 'failed' && reason.startsWith(divergedOpening);
}
