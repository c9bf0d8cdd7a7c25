import type { RunSummary } from '../../src-shared/runs/runs';
import type { StudySummary } from '../../src-shared/study/study-report';

/** What came last: a run of its own, or a study with all of its runs. */
export type LatestWork =
  | { readonly kind: 'run'; readonly run: RunSummary }
  /** `run` is its newest. */
  | { readonly kind: 'study'; readonly study: StudySummary; readonly run: RunSummary };

/**
 * Runs with those of a study folded into one, where its newest run stands. A run of several studies counts for the newest of
 * them.
 * @param runs newest first; @param studies newest first
 */
export function latestWork(
  runs: readonly RunSummary[],
  studies: readonly StudySummary[],
): readonly LatestWork[] {
  const studyOf = new Map([...studies].reverse().flatMap((study) => study.runIds.map((id) => [id, study])));
  const folded = new Set<string>();
  return runs.flatMap((run): readonly LatestWork[] => {
    const study = studyOf.get(run.id);
    if (!study) return [{ kind: 'run', run }];
    if (folded.has(study.id)) return [];
    folded.add(study.id);
    return [{ kind: 'study', study, run }];
  });
}
