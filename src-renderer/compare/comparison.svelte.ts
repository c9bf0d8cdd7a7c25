import { sentenceOf } from '../../src-shared/errors';
import { columnPath, flattenRun } from '../../src-shared/run-columns';
import type { RunSummary } from '../../src-shared/runs';
import { type Curve, mostCurves } from '../../src-shared/series';
import type { Line } from '../charts/chart';
import { mostPoints } from '../charts/drawing';
import { trainingAxes } from '../charts/series';
import { type ChartLookState, ChartView, type Range } from '../charts/view.svelte';
import { readWholeCurve, type WholeLine } from '../charts/whole-curve';
import type { Link } from '../core/link.svelte';
import { cellText } from '../runs/cells';
import { curveLine } from './curve-line';

/** Shortest time between two readings while runs are going, in milliseconds. */
const readEveryMs = 1000;

/** What a comparison looks at, in a form that can be kept. */
export interface ComparisonState {
  readonly metrics: readonly string[];
  readonly groupBy: string;
  readonly look: ChartLookState;
}

/** Curves of many runs, read reduced and smoothed from the core; read again as the view or the runs change. */
export class Comparison {
  readonly runIds: readonly string[];
  readonly view = new ChartView('compare', 'epoch', trainingAxes);
  readonly #link: Link;
  #names: readonly string[] = $state.raw([]);
  #metrics: readonly string[] = $state.raw(['train.loss', 'validation.accuracy']);
  #groupBy: string = $state('');
  #curves: ReadonlyMap<string, readonly Curve[]> = $state.raw(new Map());
  #extent: Range = $state.raw({ from: 0, to: 0 });
  #trouble: string = $state('');
  #reading = false;
  #isStale = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(link: Link, runIds: readonly string[]) {
    this.#link = link;
    this.runIds = runIds.slice(0, mostCurves);
  }

  /** Everything that one of the runs has measured, except of single workers. */
  get names(): readonly string[] {
    return this.#names;
  }

  get metrics(): readonly string[] {
    return this.#metrics;
  }

  /** Path of the column whose values make the groups; empty for none. */
  get groupBy(): string {
    return this.#groupBy;
  }

  set groupBy(path: string) {
    this.#groupBy = path;
  }

  /** All that the horizontal axis can show. */
  get extent(): Range {
    return this.#extent;
  }

  get trouble(): string {
    return this.#trouble;
  }

  get state(): ComparisonState {
    return { metrics: this.#metrics, groupBy: this.#groupBy, look: this.view.look };
  }

  restore({ metrics, groupBy, look }: ComparisonState): void {
    this.#metrics = metrics;
    this.#groupBy = groupBy;
    this.view.restore(look);
  }

  toggle(metric: string): void {
    this.#metrics = this.#metrics.includes(metric)
      ? this.#metrics.filter((one) => one !== metric)
      : [...this.#metrics, metric];
  }

  /** The lines of one metric's chart, in the order of the runs. */
  lines(metric: string, runs: readonly RunSummary[], lookOf: (runId: string) => number): readonly Line[] {
    const curves = this.#curves.get(metric) ?? [];
    const groups = groupLooks(runs, this.#groupBy);
    return curves.flatMap((curve) => {
      const run = runs.find(({ id }) => id === curve.runId);
      if (!run || curve.total === 0) return [];
      const group = this.#groupBy ? groupOf(run, this.#groupBy) : undefined;
      const look = group === undefined ? lookOf(run.id) : (groups.get(group) ?? 0);
      return [curveLine(curve, run.experiment.name, look, this.view, group)];
    });
  }

  /** Reads every point of one metric, run by run, whatever is drawn of it. */
  async readAll(metric: string, runs: readonly RunSummary[]): Promise<readonly WholeLine[]> {
    const { axis, smoothing } = this.view;
    const whole: WholeLine[] = [];
    for (const { id, experiment } of runs) {
      const curve = await readWholeCurve(this.#link.api, { runId: id, metric, axis, smoothing });
      whole.push({ label: experiment.name, x: curve.x, y: curve.y, smoothed: curve.smoothed });
    }
    return whole;
  }

  /** Reads the curves and follows what comes. Returns the function that ends it. */
  follow(): () => void {
    const ends = [
      this.#link.onConnected(() => void this.#readNames()),
      this.#link.onEvent((event) => {
        if (event.type === 'news' && this.runIds.includes(event.runId)) this.#readLater();
      }),
    ];
    return () => {
      clearTimeout(this.#timer);
      for (const end of ends) end();
    };
  }

  /** Reads the chosen curves as the view now asks for them. What comes meanwhile is read right after. */
  async read(): Promise<void> {
    this.#isStale = true;
    if (this.#reading || this.runIds.length === 0) return;
    this.#reading = true;
    try {
      while (this.#isStale) {
        this.#isStale = false;
        this.#curves = await this.#readCurves();
        if (!this.view.range) this.#extent = extentOf(this.#curves);
      }
      this.#trouble = '';
    } catch (error) {
      this.#trouble = sentenceOf(error, 'Reading the curves');
    }
    this.#reading = false;
  }

  async #readCurves(): Promise<ReadonlyMap<string, readonly Curve[]>> {
    const { axis, smoothing, range } = this.view;
    const options = { axis, smoothing, points: mostPoints, ...range };
    const read = async (metric: string) =>
      [metric, await this.#link.api.series([...this.runIds], metric, options)] as const;
    return new Map(await Promise.all(this.#metrics.map(read)));
  }

  async #readNames(): Promise<void> {
    try {
      const names = await Promise.all(this.runIds.map((id) => this.#link.api.seriesNames(id)));
      const all = new Set(names.flat().map(({ name }) => name));
      this.#names = [...all].filter((name) => !name.startsWith('worker.')).sort();
      await this.read();
    } catch (error) {
      this.#trouble = sentenceOf(error, 'Reading what the runs measured');
    }
  }

  #readLater(): void {
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void (this.#names.length === 0 ? this.#readNames() : this.read());
    }, readEveryMs);
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

function groupLooks(runs: readonly RunSummary[], path: string): ReadonlyMap<string, number> {
  const groups = path ? [...new Set(runs.map((run) => groupOf(run, path)))].sort() : [];
  return new Map(groups.map((group, look) => [group, look]));
}

function groupOf(run: RunSummary, path: string): string {
  return cellText(flattenRun(run).get(columnPath(path)));
}

function extentOf(curves: ReadonlyMap<string, readonly Curve[]>): Range {
  const lasts = [...curves.values()].flat().map(({ x }) => x[x.length - 1] ?? 0);
  return { from: 0, to: Math.max(0, ...lasts) };
}
