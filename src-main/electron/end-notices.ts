import { Notification } from 'electron';
import { noticeOfEnd, RunEnds } from '../../src-shared/runs/run-end';
import type { Core } from '../api/core';

export interface NoticeSurroundings {
  /** The window is in front: whoever looks at it needs no notice. */
  readonly isWatched: () => boolean;
  /** Brings the window to the front, at this run. */
  readonly showRun: (runId: string) => void;
}

/** Tells of every run's end by a notification of the desktop, where it has such. */
export function noticeEnds(core: Pick<Core, 'subscribe'>, { isWatched, showRun }: NoticeSurroundings): void {
  const ends = new RunEnds();
  // A notice that nobody holds can be collected, and would no longer answer a click.
  const shown = new Set<Notification>();
  core.subscribe((event) => {
    const run = ends.take(event);
    if (!run || isWatched() || !Notification.isSupported()) return;
    const notice = new Notification(noticeOfEnd(run));
    shown.add(notice);
    notice.on('click', () => showRun(run.id));
    notice.on('close', () => shown.delete(notice));
    notice.show();
  });
}
