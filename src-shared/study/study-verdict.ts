import { meaningOf } from '../metrics';
import { areToldApart, intervalReach } from './paired-differences';
import { settingWords, sharingWords } from './setting-words';
import { cellKey, type RunMeasures, type ScoreRow, type StudyCell, type StudyResults } from './study-results';

/** What methods are ranked by, the first that all rows have: by test items only where no others are held out for the choice. */
const ranking = ['validation.nll', 'validation.crps', 'test.nll', 'test.crps'];

/**
 * Which row scores best, what it takes, and which others seeds do not tell from it, as a sentence that follows from the numbers
 * alone; undefined where nothing is to be ranked. To rank by test items and to report the best one's score there flatters it:
 * validation items choose where there are some, and the sentence says where none did.
 * @param runs those of all rows
 * @param validationChooses whether the rows' scores on validation items are of the same items, and of what is tested
 */
export function studyVerdict(
  rows: readonly ScoreRow[],
  runs: readonly RunMeasures[],
  validationChooses = true,
): string | undefined {
  const isLeftOut = (name: string) => name.startsWith('validation.') && !validationChooses;
  const metric = ranking.find((name) => !isLeftOut(name) && haveAll(rows, name));
  const [best, ...others] = metric === undefined ? [] : ranked(rows, metric);
  if (!best || !metric || others.length === 0) return undefined;
  const runsOf = ({ cell }: ScoreRow) => runs.filter((run) => cellKey(run.cell) === cellKey(cell));
  const alike = others.filter((row) => !areToldApart(runsOf(best), runsOf(row), metric));
  const cost = best.seconds ? `, in ${shown(best.seconds.mean)} s a run` : '';
  const seeds = `${best.runs} ${best.runs === 1 ? 'seed' : 'seeds'}`;
  return [
    `Best by ${meaningOf(metric).label}: ${nameOf(best.cell, rows)} with ${figuresOf(best, metric)} over ${seeds}${cost}.`,
    ...onTestItems(best, metric),
    restOf(alike, rows, best.runs),
  ].join(' ');
}

/** What the best one has on the test items, or what they say once they have chosen it. */
function onTestItems(best: ScoreRow, metric: string): readonly string[] {
  if (metric.startsWith('test.'))
    return ['Test items chose it, as no validation items could: it looks better than it is.'];
  const onTest = metric.replace(/^validation\./, 'test.');
  return haveAll([best], onTest) ? [`On the test items it has ${figuresOf(best, onTest)}.`] : [];
}

function haveAll(rows: readonly ScoreRow[], metric: string): boolean {
  return rows.every(({ scores }) => Number.isFinite(scores[metric]?.mean));
}

function figuresOf({ scores }: ScoreRow, metric: string): string {
  const { mean, std } = scores[metric];
  return `${shown(mean)}${std === undefined ? '' : ` ± ${shown(std)}`}`;
}

/** What the differences are of, and how sure they are, as a sentence; undefined without differences. */
export function differencesNote({ scores, differences }: StudyResults): string | undefined {
  const [first] = scores;
  if (!first || differences.length === 0) return undefined;
  const counts = [...new Set(differences.map(({ pairs }) => pairs))].sort((a, b) => a - b);
  const reaches = counts.flatMap((pairs) => (pairs > 1 ? [`${intervalReach(pairs)} of ${pairs} pairs`] : []));
  return `Differences are from ${nameOf(first.cell, scores)}: means over pairs of runs with the same seed, ± their standard error. A 95 % interval reaches so many standard errors to both sides: ${reaches.join(', ')}.`;
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

/** By what tells a row from the others. */
function nameOf(cell: StudyCell, rows: readonly ScoreRow[]): string {
  const { varied, mode, devices, samples, batchSize, views } = cell;
  const differs = (...keys: readonly (keyof StudyCell)[]) =>
    keys.some((key) => rows.some((row) => row.cell[key] !== cell[key]));
  const texts = [
    ...Object.entries(varied).map(([path, text]) => (path === 'variant' ? text : settingWords(path, text))),
    ...(differs('mode', 'devices') ? [sharingWords(mode, devices)] : []),
    ...(differs('samples') ? [`${samples} ${samples === 1 ? 'sample' : 'samples'}`] : []),
    ...(differs('batchSize') ? [`${batchSize} ${batchSize === 1 ? 'item' : 'items'} a step`] : []),
    ...(differs('views') ? [`${views} ${views === 1 ? 'view' : 'views'}`] : []),
  ];
  return texts.length > 0
    ? texts.join(', ')
    : `${sharingWords(mode, devices)}, ${samples} ${samples === 1 ? 'sample' : 'samples'}`;
}

function shown(value: number): string {
  return String(Number(value.toPrecision(3)));
}
