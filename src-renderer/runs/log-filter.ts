import type { LogLine } from '../../src-shared/runs';

export interface LogChoice {
  /** Rank of a worker as text, `run` for the run's own lines, empty for all. */
  readonly from: string;
  readonly level: '' | LogLine['level'];
  /** Contained in the line, in upper or lower case. */
  readonly text: string;
}

/** The lines that a choice lets through. */
export function filterLines(lines: readonly LogLine[], { from, level, text }: LogChoice): readonly LogLine[] {
  const wanted = text.toLowerCase();
  return lines.filter(
    (line) =>
      (from === '' || from === (line.worker === undefined ? 'run' : String(line.worker))) &&
      (level === '' || line.level === level) &&
      line.text.toLowerCase().includes(wanted),
  );
}
