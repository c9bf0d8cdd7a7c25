import { meaningOf } from '../metrics';
import type { ScoreRow, Spread, StudyCell } from './study-results';

/** What methods are ranked by, the first that all rows have. */
const ranking = ['test.nll', 'test.crps', 'validation.nll'];

/**
 * Which row scores best, what it takes, and which others seeds do not tell from it, as a sentence that follows from the numbers
 * alone; undefined where nothing is to be ranked. Two means count as told apart where they differ by more than two
 * standard errors of their difference.
 */
export function studyVerdict(rows: readonly ScoreRow[]): string | undefined {
  const metric = ranking.find((name) => rows.every(({ scores }) => Number.isFinite(scores[name]?.mean)));
  const [best, ...others] = metric === undefined ? [] : ranked(rows, metric);
  if (!best || !metric || others.length === 0) return undefined;
  const spread = best.scores[metric];
  const alike = others.filter(({ scores }) => !areApart(spread, scores[metric]));
  const cost = best.seconds ? `, in ${shown(best.seconds.mean)} s a run` : '';
  const figures = `${shown(spread.mean)}${spread.std === undefined ? '' : ` ± ${shown(spread.std)}`}`;
  return `Best by ${meaningOf(metric).label}: ${nameOf(best.cell, rows)} with ${figures} over ${best.runs} ${best.runs === 1 ? 'seed' : 'seeds'}${cost}. ${restOf(alike, rows, best.runs)}`;
}

function ranked(rows: readonly ScoreRow[], metric: string): readonly ScoreRow[] {
  const sign = meaningOf(metric).better === 'higher' ? -1 : 1;
  return [...rows].sort((a, b) => sign * (a.scores[metric].mean - b.scores[metric].mean));
}

function restOf(alike: readonly ScoreRow[], rows: readonly ScoreRow[], seeds: number): string {
  const others = rows.length - 1;
  if (seeds < 2) return 'One seed tells nothing apart: name several.';
  if (alike.length === 0)
    return others === 1 ? 'The other scores worse.' : `All ${others} others score worse.`;
  const named = alike.map(({ cell, seconds }) => {
    const cost = seconds ? ` (${shown(seconds.mean)} s)` : '';
    return `${nameOf(cell, rows)}${cost}`;
  });
  return `These seeds do not tell it from ${named.join(', ')}.`;
}

function areApart(one: Spread, other: Spread): boolean {
  if (one.std === undefined || other.std === undefined) return false;
  const error = Math.sqrt(one.std ** 2 / one.count + other.std ** 2 / other.count);
  return Math.abs(one.mean - other.mean) > 2 * error;
}

/** By what tells a row from the others. */
function nameOf(cell: StudyCell, rows: readonly ScoreRow[]): string {
  const { varied, mode, devices, samples, batchSize, views } = cell;
  const differs = (...keys: readonly (keyof StudyCell)[]) =>
    keys.some((key) => rows.some((row) => row.cell[key] !== cell[key]));
  const texts = [
    ...Object.entries(varied).map(([path, text]) => (path === 'variant' ? text : `${path} ${text}`)),
    ...(differs('mode', 'devices') ? [`${mode} on ${devices}`] : []),
    ...(differs('samples') ? [`${samples} samples`] : []),
    ...(differs('batchSize') ? [`batch ${batchSize}`] : []),
    ...(differs('views') ? [`${views} ${views === 1 ? 'view' : 'views'}`] : []),
  ];
  return texts.length > 0 ? texts.join(', ') : `${mode} on ${devices}, ${samples} samples`;
}

function shown(value: number): string {
  return String(Number(value.toPrecision(3)));
}
