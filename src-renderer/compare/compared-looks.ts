import type { RunSummary } from '../../src-shared/runs/runs';
import { distinctLooks } from '../charts/palette';
import type { ComparedGroup } from './groups';

/**
 * The look of each run in all pictures of a comparison: runs of one group share theirs, and no two others do before all
 * are used.
 * @param preferred the look that a run has elsewhere, which it keeps where no other has it
 */
export function comparedLooks(
  runs: readonly Pick<RunSummary, 'id'>[],
  groups: readonly ComparedGroup[],
  preferred: (runId: string) => number,
): (runId: string) => number {
  const together = groups.length > 0 ? groups.map((group) => group.runs) : runs.map((run) => [run]);
  const looks = distinctLooks(together.map(([first]) => (first ? preferred(first.id) : 0)));
  const byRun = new Map(together.flatMap((own, place) => own.map(({ id }) => [id, looks[place] ?? 0])));
  return (runId) => byRun.get(runId) ?? preferred(runId);
}
