import type { LogLine } from '../../../src-shared/runs/runs';

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

/** Where to cut the lines for showing: the last ones, or those around a line that is looked for; at most `most`. */
export function windowAround(
  lines: readonly LogLine[],
  id: number | undefined,
  most: number,
): { readonly from: number; readonly to: number } {
  const place = lines.findIndex((line) => line.id === id);
  const middle = place < 0 ? lines.length : place + Math.ceil(most / 2);
  const to = Math.min(lines.length, Math.max(most, middle));
  return { from: Math.max(0, to - most), to };
}
