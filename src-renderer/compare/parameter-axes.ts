import { meaningOf } from '../../src-shared/metrics';
import { flattenRun } from '../../src-shared/runs/run-columns';
import type { CellValue } from '../../src-shared/runs/run-table';
import type { RunSummary } from '../../src-shared/runs/runs';
import { type AxisMark, marksBetween } from '../charts/line/axis-marks';
import { cellText, columnLabel, settingCell } from '../runs/cells';
import { formatMetric, formatNumber, isShare, withUnit } from '../ui/numbers';

/** One axis over runs: a setting or a score, numbers by size, everything else by name in even steps. */
export interface ParameterAxis {
  readonly path: string;
  readonly label: string;
  readonly unit: string;
  /** Place of each run from 0 to 1, in the order of the runs; undefined where it has no value. */
  readonly places: readonly (number | undefined)[];
  readonly texts: readonly string[];
  /** As they are in the runs; undefined where a run has none. */
  readonly values: readonly (string | number | undefined)[];
  readonly ticks: readonly { readonly place: number; readonly text: string }[];
  /** Round values within the ends, where there is room for a scale; names as they are. */
  readonly marks: readonly { readonly place: number; readonly text: string }[];
  /** What a place stands for: a number, or the nearest name. */
  readonly textAt: (place: number) => string;
}

/** An axis for a column of the runs. */
export function axisOf(path: string, runs: readonly RunSummary[]): ParameterAxis {
  const values = runs.map((run) => flattenRun(run).get(path));
  const isMetric = runs.some((run) => path in run.metrics);
  const write = (value: number) => (isMetric ? formatMetric(path, value) : formatNumber(value));
  const kept = values.map((value) =>
    value === undefined || typeof value === 'number' ? value : cellText(value),
  );
  const head = { path, label: columnLabel(path), unit: isMetric ? meaningOf(path).unit : '', values: kept };
  const texts = values.map((value) => (typeof value === 'number' ? write(value) : settingCell(path, value)));
  const isNumeric = values.every((value) => value === undefined || typeof value === 'number');
  if (!isNumeric) {
    const names = values.map((value) => nameOf(path, value, isMetric));
    return { ...head, texts: names.map((name) => name ?? ''), ...namedPlaces(names) };
  }
  const numbers = values.map((value) => (typeof value === 'number' ? value : Number.NaN));
  return { ...head, texts, ...numberedPlaces(numbers, write, isMetric && isShare(path)) };
}

/** A setting that a run does without is a choice too. */
function nameOf(path: string, value: CellValue | undefined, isMetric: boolean): string | undefined {
  if (value !== undefined) return settingCell(path, value);
  return isMetric ? undefined : 'not set';
}

/** Numbers by size. Between whole numbers nothing is marked that is none, and no two marks read alike. */
function numberedPlaces(values: readonly number[], write: (value: number) => string, isOfOne: boolean) {
  const finite = values.filter(Number.isFinite);
  const low = Math.min(...finite);
  const high = Math.max(...finite);
  const placeOf = (value: number) => (high > low ? (value - low) / (high - low) : 0.5);
  const middle = (low + high) / 2;
  const areWhole = finite.every(Number.isInteger);
  const isMarked = Number.isInteger(middle) || !areWhole;
  const marks = high > low ? [low, ...(isMarked ? [middle] : []), high] : finite.slice(0, 1);
  const writeOnAxis = (value: number) => write(areWhole ? value : asPreciseAsSeen(value, high - low));
  const texts = distinctTexts(marks, writeOnAxis);
  const ticks = marks.map((value, index) => ({ place: placeOf(value), text: texts[index] ?? '' }));
  const round = roundMarks([low, high], isOfOne, areWhole);
  return {
    places: values.map((value) => (Number.isFinite(value) ? placeOf(value) : undefined)),
    ticks,
    marks: round.length > 1 ? round.map(({ value, text }) => ({ place: placeOf(value), text })) : ticks,
    textAt: (place: number) => writeOnAxis(low + place * (high - low)),
  };
}

/** A number to a hundredth of its axis, finer than an eye sees there; to two digits of its own where it is smaller than that. */
function asPreciseAsSeen(value: number, length: number): number {
  const size = Math.min(length / 100, Math.abs(value) / 10);
  if (!(size > 0)) return value;
  const digits = -Math.floor(Math.log10(size) + 1e-9);
  return digits < 0 || digits > 100 ? value : Number(value.toFixed(digits));
}

function roundMarks(
  [low, high]: readonly [number, number],
  isOfOne: boolean,
  areWhole: boolean,
): readonly AxisMark[] {
  if (!(high > low)) return [];
  if (!isOfOne) return marksBetween(low, high, areWhole);
  const percents = marksBetween(100 * low, 100 * high);
  return percents.map(({ value, text }) => ({ value: value / 100, text: withUnit(text, '%') }));
}

/** As people write the numbers, in as many digits more as tell them apart, with the same unit. */
function distinctTexts(values: readonly number[], write: (value: number) => string): readonly string[] {
  const usual = values.map(write);
  if (new Set(usual).size === values.length) return usual;
  const [low = 0, next = low] = values;
  const isPercent = usual.every((text) => text.endsWith('%'));
  const scale = isPercent ? 100 : 1;
  const unit = /[^\d.,\s−-].*$/.exec((usual[0] ?? '').replace(exponent, ''))?.[0] ?? '';
  const isExponential = usual.some((text) => exponent.test(text)) && !values.every(Number.isInteger);
  return values.map((value) => {
    const number = isExponential
      ? value.toExponential(digitsBetween(low / value, next / value))
      : (scale * value).toFixed(digitsBetween(scale * low, scale * next));
    return withUnit(number, unit);
  });
}

const exponent = /e[+-]\d+/;

/** Two digits of what lies between two numbers tell them apart. */
function digitsBetween(low: number, high: number): number {
  const digits = 1 - Math.floor(Math.log10(Math.abs(high - low)));
  return Math.min(12, Math.max(0, digits));
}

function namedPlaces(values: readonly (string | undefined)[]) {
  const names = [...new Set(values.filter((value) => typeof value === 'string'))].sort();
  const placeOf = (name: string) => (names.length > 1 ? names.indexOf(name) / (names.length - 1) : 0.5);
  const ticks = names.map((name) => ({ place: placeOf(name), text: name }));
  return {
    places: values.map((value) => (typeof value === 'string' ? placeOf(value) : undefined)),
    ticks,
    marks: ticks,
    textAt: (place: number) => names[Math.round(place * (names.length - 1))] ?? 'none',
  };
}

/** The scores that the runs have, test scores first, and the settings in which they differ. */
export function columnsOfRuns(runs: readonly RunSummary[]): {
  readonly scores: readonly string[];
  readonly settings: readonly string[];
} {
  const flat = runs.map(flattenRun);
  const scores = [...new Set(runs.flatMap(({ metrics }) => Object.keys(metrics)))].sort();
  const left = [
    'id',
    'name',
    'status',
    'reason',
    'notes',
    'tags',
    'starred',
    'archived',
    'created',
    'duration',
    'engine',
  ];
  const paths = [...new Set(flat.flatMap((run) => [...run.keys()]))];
  const settings = paths.filter(
    (path) =>
      !scores.includes(path) &&
      !left.includes(path) &&
      new Set(flat.map((run) => cellText(run.get(path)))).size > 1,
  );
  return { scores: [...scores.filter(isTest), ...scores.filter((name) => !isTest(name))], settings };
}

/** Of classes the accuracy, of numbers the RMSE; their negative log-likelihood where both are compared. */
const mainScores = ['test.accuracy', 'test.rmse', 'test.nll'];

/** The score that says how these runs went: of the main ones, or else of all, the first that most of them have. */
export function mainScoreOf(runs: readonly RunSummary[], scores: readonly string[]): string {
  const having = (name: string) => runs.filter(({ metrics }) => Number.isFinite(metrics[name])).length;
  const known = mainScores.filter((name) => scores.includes(name));
  return [...(known.length > 0 ? known : scores)].sort((a, b) => having(b) - having(a))[0] ?? '';
}

function isTest(name: string): boolean {
  return name.startsWith('test.');
}
