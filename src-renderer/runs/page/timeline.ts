import { isOver, type LogLine, type RunSummary } from '../../../src-shared/runs/runs';

/** Lines that stand so close together that one mark stands for them. */
export interface TimelineMark {
  /** Along the timeline, 0 to 1. */
  readonly at: number;
  readonly level: 'warning' | 'error';
  /** Oldest first; the mark leads to the first of the worst level. */
  readonly lines: readonly LogLine[];
  readonly leadsTo: LogLine;
}

/** From start to end, or to now; milliseconds since the Unix epoch. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export function spanOf(run: RunSummary, now: number): Span {
  const from = run.started ?? run.created;
  return { from, to: Math.max(from + 1, isOver(run.status) ? (run.ended ?? now) : now) };
}

/** Marks closer than this share of the timeline could not be told apart, nor hit. */
const leastApart = 0.02;

/** One mark for each warning and error, or for those next to each other. */
export function timelineMarks(lines: readonly LogLine[], { from, to }: Span): readonly TimelineMark[] {
  const groups: LogLine[][] = [];
  let lastAt = -1;
  for (const line of lines.filter(({ level }) => level !== 'info')) {
    const at = placeOf(line, from, to);
    const group = groups.at(-1);
    if (group && at - lastAt < leastApart) group.push(line);
    else {
      groups.push([line]);
      lastAt = at;
    }
  }
  return groups.map((group) => markOf(group, from, to));
}

function markOf(lines: readonly LogLine[], from: number, to: number): TimelineMark {
  const error = lines.find(({ level }) => level === 'error');
  const leadsTo = error ?? lines[0];
  return { at: placeOf(lines[0], from, to), level: error ? 'error' : 'warning', lines, leadsTo };
}

/** A run's last line can come after its end. */
function placeOf({ time }: LogLine, from: number, to: number): number {
  return Math.min(1, Math.max(0, (time - from) / (to - from)));
}
