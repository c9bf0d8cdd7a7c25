import { meaningOf } from '../../src-shared/metrics';
import { flattenRun } from '../../src-shared/runs/run-columns';
import type { RunSummary } from '../../src-shared/runs/runs';
import { cellText, columnLabel } from '../runs/cells';
import { formatMetric, formatNumber } from '../ui/numbers';

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
  const texts = values.map((value) => (typeof value === 'number' ? write(value) : cellText(value)));
  const isNumeric = values.every((value) => value === undefined || typeof value === 'number');
  if (!isNumeric) return { ...head, texts, ...namedPlaces(values.map((value) => value && cellText(value))) };
  const numbers = values.map((value) => (typeof value === 'number' ? value : Number.NaN));
  return { ...head, texts, ...numberedPlaces(numbers, write) };
}

function numberedPlaces(values: readonly number[], write: (value: number) => string) {
  const finite = values.filter(Number.isFinite);
  const low = Math.min(...finite);
  const high = Math.max(...finite);
  const placeOf = (value: number) => (high > low ? (value - low) / (high - low) : 0.5);
  const ends = high > low ? [low, (low + high) / 2, high] : finite.slice(0, 1);
  return {
    places: values.map((value) => (Number.isFinite(value) ? placeOf(value) : undefined)),
    ticks: ends.map((value) => ({ place: placeOf(value), text: write(value) })),
    textAt: (place: number) => write(low + place * (high - low)),
  };
}

function namedPlaces(values: readonly (string | false | 0 | undefined)[]) {
  const names = [...new Set(values.filter((value) => typeof value === 'string'))].sort();
  const placeOf = (name: string) => (names.length > 1 ? names.indexOf(name) / (names.length - 1) : 0.5);
  return {
    places: values.map((value) => (typeof value === 'string' ? placeOf(value) : undefined)),
    ticks: names.map((name) => ({ place: placeOf(name), text: name })),
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

function isTest(name: string): boolean {
  return name.startsWith('test.');
}
