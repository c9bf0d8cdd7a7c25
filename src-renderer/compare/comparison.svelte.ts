import { mostCurves } from '../../src-shared/data/series';
import { isOfWorker } from '../../src-shared/metrics';
import { flattenRun } from '../../src-shared/runs/run-columns';
import type { Grouping } from '../../src-shared/runs/run-groups';
import type { RunSummary } from '../../src-shared/runs/runs';
import { trainingAxes } from '../charts/line/axis';
import type { Line } from '../charts/line/chart';
import { CurveFeed, type CurveWish } from '../charts/line/curve-feed.svelte';
import { curveLine } from '../charts/line/curve-line';
import { mostPoints } from '../charts/line/drawing';
import { type ChartLookState, ChartView } from '../charts/line/view.svelte';
import type { WholeLine } from '../charts/line/whole-curve';
import type { Link } from '../link/link.svelte';
import { cellText } from '../runs/cells';
import { comparedGroups } from './groups';
import { distinctNames } from './names';
import { usualMetrics } from './usual-metrics';

/** Of grouped curves so many points are read together, for a mean of what was measured and not of extremes. */
const groupedPoints = 200_000;
const mostGroupedPoints = 20_000;

/** What a comparison looks at, in a form that can be kept. */
export interface ComparisonState {
  readonly metrics: readonly string[];
  readonly groupBy: Grouping;
  readonly look: ChartLookState;
}

/** One run among others: its name, its look, and the group it is in. */
export interface RunLegend {
  readonly runId: string;
  readonly label: string;
  readonly look: number;
  readonly group?: string;
}

/** Curves of many runs laid over each other, alone or in groups. */
export class Comparison {
  readonly view = new ChartView('compare', 'epoch', trainingAxes);
  readonly feed: CurveFeed;
  readonly #runs: () => readonly RunSummary[];
  #chosen: readonly string[] | undefined = $state.raw();
  /** A text: while a run only goes on, it stays the same, and nothing is asked for anew. */
  #usual: string = $derived.by(() => usualMetrics(this.#runs()).join());
  #metrics: readonly string[] = $derived(this.#chosen ?? this.#usual.split(','));
  #groupBy: Grouping = $state.raw([]);

  /** @param runs those of the ids that have been read */
  constructor(link: Link, runIds: readonly string[], runs: () => readonly RunSummary[]) {
    this.#runs = runs;
    this.feed = new CurveFeed(link, runIds.slice(0, mostCurves), this.view);
  }

  get runIds(): readonly string[] {
    return this.feed.runIds;
  }

  /** Everything that one of the runs has measured, except of single workers. */
  get names(): readonly string[] {
    return this.feed.names.filter((name) => !isOfWorker(name));
  }

  get metrics(): readonly string[] {
    return this.#metrics;
  }

  /** What makes the groups; no columns for none. */
  get groupBy(): Grouping {
    return this.#groupBy;
  }

  set groupBy(grouping: Grouping) {
    this.#groupBy = grouping;
  }

  get state(): ComparisonState {
    return { metrics: this.#metrics, groupBy: this.#groupBy, look: this.view.look };
  }

  /** What is to be read for it. */
  get wish(): CurveWish {
    const each = Math.floor(groupedPoints / Math.max(1, this.runIds.length));
    const points =
      this.#groupBy.length > 0 ? Math.min(mostGroupedPoints, Math.max(mostPoints, each)) : mostPoints;
    return { metrics: this.#metrics, points };
  }

  restore({ metrics, groupBy, look }: ComparisonState): void {
    this.#chosen = metrics;
    this.#groupBy = groupBy;
    this.view.restore(look);
  }

  toggle(metric: string): void {
    this.#chosen = this.#metrics.includes(metric)
      ? this.#metrics.filter((one) => one !== metric)
      : [...this.#metrics, metric];
  }

  /** Names, looks and groups of the runs. */
  legends(runs: readonly RunSummary[], lookOf: (runId: string) => number): readonly RunLegend[] {
    const groups = comparedGroups(runs, this.#groupBy);
    const labels = distinctNames(runs);
    return runs.map((run) => {
      const head = { runId: run.id, label: labels.get(run.id) ?? run.experiment.name, look: lookOf(run.id) };
      const group = groups.find((one) => one.runs.includes(run));
      return group ? { ...head, group: group.label } : head;
    });
  }

  /** The lines of one metric's chart, in the order of the runs. */
  lines(metric: string, legends: readonly RunLegend[]): readonly Line[] {
    return this.feed.curves(metric).flatMap((curve) => {
      const legend = legends.find(({ runId }) => runId === curve.runId);
      return legend && curve.total > 0 ? [curveLine(curve, { key: curve.runId, ...legend }, this.view)] : [];
    });
  }

  /** Reads every point of one metric, run by run, whatever is drawn of it. */
  async readAll(metric: string, legends: readonly RunLegend[]): Promise<readonly WholeLine[]> {
    const whole: WholeLine[] = [];
    for (const { runId, label } of legends) whole.push(await this.feed.readAll(runId, metric, label));
    return whole;
  }
}

/** The columns in which the runs are not all alike, which can therefore tell groups apart. */
export function groupingColumns(runs: readonly RunSummary[]): readonly string[] {
  const flat = runs.map(flattenRun);
  const isMeasured = (path: string) => /^(test|validation|train)\./.test(path);
  const paths = new Set(flat.flatMap((run) => [...run.keys()]));
  for (const path of ['id', 'created', 'duration', 'reason', 'notes']) paths.delete(path);
  return [...paths].filter((path) => {
    const values = new Set(flat.map((run) => cellText(run.get(path))));
    return !isMeasured(path) && values.size > 1 && values.size < runs.length;
  });
}
