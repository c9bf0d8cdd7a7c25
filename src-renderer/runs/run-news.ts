import type { CoreEvent } from '../../src-shared/protocol/core-event';
import { isOver, type RunSummary } from '../../src-shared/runs/runs';

export type RunNews = Extract<CoreEvent, { readonly type: 'run' | 'removed' }>;

/** A list of runs that is about to become another. */
export interface ListInHand {
  readonly byId: Map<string, RunSummary>;
  /** Runs that were asked for or removed, and are not there. */
  readonly absent: Set<string>;
  total: number;
  /** When the newest of them was made. */
  newest: number;
}

/** Puts what happened to a run into the list; returns the run where people should hear of it. */
export function takeNews(list: ListInHand, news: RunNews): RunSummary | undefined {
  if (news.type === 'run') return takeRun(list, news.run);
  list.byId.delete(news.runId);
  list.absent.add(news.runId);
  list.total -= 1;
  return undefined;
}

function takeRun(list: ListInHand, run: RunSummary): RunSummary | undefined {
  const before = list.byId.get(run.id);
  const isNew = !before && run.created > list.newest;
  const isBack = list.absent.delete(run.id);
  if (isBack || isNew) list.total += 1;
  list.newest = Math.max(list.newest, run.created);
  list.byId.set(run.id, run);
  // One that the list did not know is told of for its tags, say: nobody waits for it.
  const isHeard = before ? before.status !== run.status : isNew || !isOver(run.status);
  return isHeard ? run : undefined;
}
