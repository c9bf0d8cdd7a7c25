import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { reducedIndices } from '../../src-main/store/curves/reduce-curve';
import { groupedRows } from '../../src-main/store/run-groups';
import { queryTest } from '../../src-main/store/run-query-match';
import type { EvaluationReport } from '../../src-shared/assessment/evaluation-report';
import type { PredictionReport } from '../../src-shared/assessment/prediction-report';
import { type Curve, seriesOptionsSchema } from '../../src-shared/data/series';
import type { Histogram, PosteriorSummary } from '../../src-shared/posterior/posterior-summary';
import type { AnnotationChange, Annotations } from '../../src-shared/runs/annotations';
import { flattenRun } from '../../src-shared/runs/run-columns';
import { parseRunQuery } from '../../src-shared/runs/run-query-parser';
import {
  type FoundRuns,
  type foundRunsSchema,
  longestPage,
  type RunColumn,
  type RunsPage,
  runsPageSchema,
} from '../../src-shared/runs/run-table';
import type { RunSummary, StoredPoint } from '../../src-shared/runs/runs';
import type { SavedView } from '../../src-shared/runs/saved-views';
import { leastSure } from './fake-runs';

/** What the core answers about many runs at once, made from runs and points in memory. */

export function fakePage(all: readonly RunSummary[], request: z.input<typeof runsPageSchema>): RunsPage {
  const { query, scope, sort, groupBy, summarised, from, count } = runsPageSchema.parse(request);
  const parsed = parseRunQuery(query);
  if (!parsed.ok) throw new Error(parsed.error.message);
  const inScope = all.filter(
    ({ annotations }) => scope === 'all' || annotations.archived === (scope === 'archived'),
  );
  const column = sort[0] ?? { column: 'created', descending: true };
  const found = inScope
    .filter(queryTest(parsed.query, (path) => (run: RunSummary) => flattenRun(run).get(path)))
    .map((summary, key) => ({ key, revision: key, summary, flat: flattenRun(summary) }))
    .sort(
      (a, b) => (column.descending ? -1 : 1) * compare(a.flat.get(column.column), b.flat.get(column.column)),
    );
  const grouped = groupBy.length > 0 ? groupedRows(found, groupBy, { sort, summarised }) : undefined;
  return {
    total: inScope.length,
    matched: found.length,
    rows: (grouped?.rows ?? found).slice(from, from + count).map(({ summary }) => summary),
    groups: grouped?.groups ?? [],
    groupedBy: grouped?.groupedBy,
    hasStudies: false,
  };
}

export function fakeFound(all: readonly RunSummary[], request: z.input<typeof foundRunsSchema>): FoundRuns {
  const { rows, groups } = fakePage(all, { ...request, count: longestPage });
  return { ids: rows.map(({ id }) => id), groups };
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a ?? '').localeCompare(String(b ?? ''));
}

export function fakeColumns(all: readonly RunSummary[]): readonly RunColumn[] {
  const flat = all.map(flattenRun);
  const paths = [...new Set(flat.flatMap((run) => [...run.keys()]))];
  return paths.map((path) => ({
    path,
    kind:
      path === 'created'
        ? 'time'
        : path === 'duration'
          ? 'duration'
          : kindOf(flat.find((run) => run.has(path))?.get(path)),
    source: /^(test|validation|train)\./.test(path) ? 'metric' : path.includes('.') ? 'parameter' : 'run',
    distinct: new Set(flat.map((run) => String(run.get(path)))).size,
  }));
}

function kindOf(value: unknown): RunColumn['kind'] {
  if (Array.isArray(value)) return 'list';
  return typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'flag' : 'text';
}

/** A curve, unsmoothed, reduced as the core does it. */
export function fakeCurve(
  runId: string,
  points: readonly StoredPoint[],
  name: string,
  options: z.input<typeof seriesOptionsSchema>,
): Curve {
  const { axis, from = -Infinity, to = Infinity, after, points: most } = seriesOptionsSchema.parse(options);
  const own = points.filter((point) => point.name === name);
  const place = (point: StoredPoint) =>
    axis === 'step' ? point.step : axis === 'epoch' ? point.epoch : (point.time - (own[0]?.time ?? 0)) / 1000;
  const within = own.filter((point) => place(point) >= from && place(point) <= to && point.id > after);
  const x = within.map(place);
  const y = within.map(({ value }) => value);
  const kept = reducedIndices(x, y, most);
  return {
    runId,
    x: kept.map((index) => x[index] ?? 0),
    y: kept.map((index) => y[index] ?? 0),
    smoothed: [],
    total: within.length,
    shown: kept.length,
    nonPositive: within.filter(({ value }) => value <= 0 && Number.isFinite(value)).length,
    notFinite: y.filter((value) => !Number.isFinite(value)).length,
    lastId: points[points.length - 1]?.id ?? 0,
    rewinds: 0,
  };
}

export function annotated(annotations: Annotations, change: AnnotationChange): Annotations {
  const { addTags = [], removeTags = [], name: _name, notesBefore: _before, ...rest } = change;
  const tags = [...new Set([...annotations.tags, ...addTags])].filter((tag) => !removeTags.includes(tag));
  return { ...annotations, ...rest, tags: tags.sort() };
}

export class FakeViews {
  #views: readonly SavedView[] = [];

  get all(): readonly SavedView[] {
    return this.#views;
  }

  save(view: Omit<SavedView, 'id' | 'changed'>): SavedView {
    const saved = { ...view, id: randomUUID(), changed: Date.now() };
    this.#views = [...this.#views, saved];
    return saved;
  }

  remove(id: string): null {
    this.#views = this.#views.filter((view) => view.id !== id);
    return null;
  }
}

export const evaluation: EvaluationReport = {
  version: 1,
  items: 360,
  samples: 8,
  classNames: Array.from({ length: 10 }, (_, digit) => String(digit)),
  reliability: Array.from({ length: 10 }, (_, bin) => ({
    low: bin / 10,
    high: (bin + 1) / 10,
    items: bin < 2 ? 0 : bin * bin * 3,
    confidence: bin < 2 ? null : bin / 10 + 0.06,
    accuracy: bin < 2 ? null : Math.min(1, bin / 10 + 0.11),
  })),
  bySamples: [1, 2, 4, 8].map((samples) => ({
    samples,
    accuracy: 0.972 - 0.03 / samples,
    nll: 0.118 + 0.08 / samples,
    brier: 0.045 + 0.01 / samples,
    ece: 0.0187,
  })),
  refusing: Array.from({ length: 50 }, (_, place) => ({
    coverage: (place + 1) / 50,
    risk: 0.03 * ((place + 1) / 50) ** 4,
    doubt: place / 60,
  })),
  shownItems: leastSure.map((item, index) => ({
    ...item,
    error: item.label === item.predicted ? 0.8 : 1.2 + index * 0.1,
    bySample: Array.from({ length: 8 }, (_, sample) =>
      item.probabilities.map((probability, digit) =>
        digit === item.predicted ? Math.max(0, probability + ((sample % 3) - 1) * 0.2) : probability,
      ),
    ),
  })),
};

function bell(low: number, high: number, centre: number): Histogram {
  const counts = Array.from({ length: 40 }, (_, bin) => {
    const x = low + ((bin + 0.5) * (high - low)) / 40;
    return Math.round(900 * Math.exp(-(((x - centre) / ((high - low) / 6)) ** 2)));
  });
  return { low, high, counts, average: centre, notFinite: 0 };
}

export const posterior: PosteriorSummary = {
  layers: ['layers.0', 'layers.1', 'layers.2'].map((name, layer) => ({
    name,
    weights: 4160 * (layer + 1),
    mean: bell(-0.6, 0.6, 0.02 * layer),
    std: bell(0, 0.05, 0.012 + layer * 0.01),
    signalToNoise: bell(-1.5, 2.5, 0.7 - layer * 0.4),
    kl: 5200 - layer * 1300,
  })),
};

/** What the run with this id predicts: fields, single values, or forecasts. */
export function predictionsOf(runId: string): PredictionReport {
  return runId === 'field' ? fields : runId === 'value' ? singleValues : forecasts;
}

/** A forecast of 24 steps, one of them not known. */
const forecasts: PredictionReport = {
  version: 1,
  items: 300,
  samples: 8,
  targetShape: [24, 1],
  targetNames: ['traffic'],
  targetUnit: 'vehicles per hour',
  bySamples: [1, 2, 4, 8].map((samples) => ({
    samples,
    rmse: 0.4 + 0.2 / samples,
    nll: samples === 1 ? Number.NaN : 0.5,
  })),
  pit: Array.from({ length: 100 }, (_, bin) => 40 + ((bin * 7) % 30)),
  refusing: Array.from({ length: 50 }, (_, place) => ({
    coverage: (place + 1) / 50,
    risk: 200 + place * 6,
    doubt: 150 + place * 9,
  })),
  doubts: Array.from({ length: 300 }, (_, item) => ({
    item,
    aleatoric: 120 + ((item * 37) % 300),
    epistemic: 60 + ((item * 53) % 140),
    error: (item * 91) % 700,
  })),
  shownItems: Array.from({ length: 6 }, (_, item) => {
    const wave = (step: number) => 3000 + 2500 * Math.sin((step + item) / 4);
    const steps = Array.from({ length: 24 }, (_value, step) => step);
    const day = (date: number) => `2018-09-${10 + date}T00:00:00.000Z`;
    return {
      past: {
        values: steps.map((step) => wave(step - 24)),
        times: [day(item), day(item + 1), day(item + 2)],
      },
      item: item * 50,
      chosen: item === 3 ? 'worst' : 'evenly',
      error: item === 3 ? 1.4 : 0.3,
      truth: steps.map((step) => (step === 5 ? Number.NaN : wave(step) + 200 * Math.cos(step * 3))),
      mean: steps.map(wave),
      std: steps.map((step) => 150 + step * 20),
      weightStd: steps.map(() => 90),
    };
  }),
};

/** A wave over a field of 6 x 8 places. */
const fields: PredictionReport = {
  ...forecasts,
  targetShape: [6, 8, 1],
  targetNames: ['wind'],
  targetUnit: 'm/s',
  shownItems: forecasts.shownItems.slice(0, 2).map((item) => {
    const places = Array.from({ length: 48 }, (_value, place) => place);
    const { past: _, ...field } = item;
    return {
      ...field,
      truth: places.map((place) => (place < 3 ? Number.NaN : Math.sin(place / 5))),
      mean: places.map((place) => Math.sin(place / 5 + 0.2)),
      std: places.map((place) => 0.1 + (place % 8) / 40),
      weightStd: places.map(() => 0.05),
    };
  }),
};

const singleValues: PredictionReport = {
  ...forecasts,
  targetShape: [1],
  targetNames: ['strength'],
  targetUnit: 'MPa',
  listedItems: Array.from({ length: 300 }, (_, item) => ({
    item,
    origin: `row ${item + 2}`,
    error: 0.5,
    truth: [item],
    mean: [item + 3],
    std: [4],
    weightStd: [1],
  })),
  shownItems: forecasts.shownItems.map(({ past: _, ...item }, index) => ({
    ...item,
    truth: [10 * index],
    mean: [10 * index + 3],
    std: [4],
    weightStd: [1],
  })),
};
