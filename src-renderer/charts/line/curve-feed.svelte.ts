import { type Curve, mostCurves, type SeriesOptions } from '../../../src-shared/data/series';
import { sentenceOf } from '../../../src-shared/errors';
import type { Link } from '../../link/link.svelte';
import { mostPoints } from './drawing';
import { joinCurves } from './join-curves';
import type { ChartView, Range } from './view.svelte';
import { readWholeCurve, type WholeLine } from './whole-curve';

/** Shortest time between two readings while runs are going, in milliseconds. */
const readEveryMs = 1000;
/** While the shown part of the axis moves, what is drawn already moves along; it is read finer once it rests. */
const restMs = 150;
const readNamesEveryMs = 5000;
/** A curve that has grown to so many times the points asked for is read anew, reduced. */
const longest = 2;

/** What a feed is to read: of each metric about so many points. */
export interface CurveWish {
  readonly metrics: readonly string[];
  readonly points: number;
  /** What stands for points that are too many; by default the lowest and highest of neighbours. */
  readonly keep?: SeriesOptions['keep'];
}

/** Curves of some runs, read reduced and smoothed from the core; while runs are going, only what is new is read. */
export class CurveFeed {
  readonly runIds: readonly string[];
  readonly view: ChartView;
  readonly #link: Link;
  #names: readonly string[] = $state.raw([]);
  #curves: ReadonlyMap<string, readonly Curve[]> = $state.raw(new Map());
  #extent: Range = $state.raw({ from: 0, to: 0 });
  #trouble: string = $state('');
  #isLoaded: boolean = $state(false);
  #wish: CurveWish = { metrics: [], points: mostPoints };
  #lastRange: Range | undefined;
  readonly #news = new Set<string>();
  #mustReadAll = false;
  #reading = false;
  #namesReadAt = -Infinity;
  /** Whether something came since the names were read. */
  #namesAreOld = false;
  #newsReadAt = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isLeft = false;

  constructor(link: Link, runIds: readonly string[], view: ChartView) {
    this.#link = link;
    this.runIds = runIds;
    this.view = view;
  }

  /** Everything that one of the runs has measured. */
  get names(): readonly string[] {
    return this.#names;
  }

  /** Whether it has been read what the runs measured by the time of opening. */
  get isLoaded(): boolean {
    return this.#isLoaded;
  }

  /** Whether curves of these metrics may still come, where none is there: names are read first. */
  isReading(metrics: readonly string[]): boolean {
    if (this.#trouble !== '') return false;
    return !this.#isLoaded || metrics.some((metric) => this.#names.includes(metric));
  }

  /** All that the horizontal axis can show. */
  get extent(): Range {
    return this.#extent;
  }

  /** Why the last reading failed; empty where it did not. */
  get trouble(): string {
    return this.#trouble;
  }

  /** Whether one of the runs has measured it: what is drawn counts also before the names are read again. */
  has(metric: string): boolean {
    return this.#names.includes(metric) || this.curves(metric).some(({ total }) => total > 0);
  }

  /** Of each run that has been read, in their order. */
  curves(metric: string): readonly Curve[] {
    return this.#curves.get(metric) ?? [];
  }

  /** Reads what is wished for as the view now shows it; to be called whenever one of the two has changed. */
  ask(wish: CurveWish): void {
    const { range } = this.view;
    const onlyMoves = range !== this.#lastRange && sameWish(wish, this.#wish);
    this.#lastRange = range;
    this.#wish = wish;
    this.#mustReadAll = true;
    this.#readIn(onlyMoves ? restMs : 0);
  }

  /** Reads every point of one metric of a run, whatever is drawn of it. */
  async readAll(runId: string, metric: string, label: string): Promise<WholeLine> {
    const { axis, smoothing } = this.view;
    const { x, y, smoothed } = await readWholeCurve(this.#link.api, { runId, metric, axis, smoothing });
    return { label, x, y, smoothed };
  }

  /** Reads the curves and follows what comes. Returns the function that ends it. */
  follow(): () => void {
    this.#isLeft = false;
    const ends = [
      this.#link.onConnected(() => {
        this.#mustReadAll = true;
        void this.#readNames();
      }),
      this.#link.onEvent((event) => {
        if (event.type !== 'news' || !this.runIds.includes(event.runId)) return;
        this.#news.add(event.runId);
        this.#namesAreOld = true;
        if (this.#timer === undefined)
          this.#readIn(Math.max(0, this.#newsReadAt + readEveryMs - performance.now()));
      }),
    ];
    return () => {
      this.#isLeft = true;
      clearTimeout(this.#timer);
      this.#timer = undefined;
      for (const end of ends) end();
    };
  }

  #readIn(delayMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void (this.#namesAreOld && this.#namesRestMs() <= 0 ? this.#readNames() : this.#read()).then(() => {
        // The last news of a run is followed by no other: what it brought must not wait for one.
        if (this.#namesAreOld && this.#timer === undefined && !this.#isLeft)
          this.#readIn(this.#namesRestMs());
      });
    }, delayMs);
  }

  /** How long the names need not be read again, in milliseconds; while there are none, every news may bring some. */
  #namesRestMs(): number {
    if (this.#names.length === 0) return 0;
    return Math.max(0, this.#namesReadAt + readNamesEveryMs - performance.now());
  }

  async #readNames(): Promise<void> {
    this.#namesReadAt = performance.now();
    this.#namesAreOld = false;
    try {
      const names = await Promise.all(this.runIds.map((id) => this.#link.api.seriesNames(id)));
      const all = [...new Set(names.flat().map(({ name }) => name))].sort();
      if (all.join() !== this.#names.join()) this.#names = all;
      this.#isLoaded = true;
    } catch (error) {
      this.#trouble = sentenceOf(error, 'Reading what the runs measured');
    }
    await this.#read();
  }

  // What comes while a reading is under way is read right after it.
  async #read(): Promise<void> {
    if (this.#reading || this.runIds.length === 0) return;
    this.#reading = true;
    try {
      while (this.#mustReadAll || this.#news.size > 0) {
        this.#curves = this.#mustReadAll ? await this.#readReduced() : await this.#readNew();
        if (!this.view.range) this.#extent = extentOf(this.#curves);
      }
      this.#trouble = '';
    } catch (error) {
      this.#trouble = sentenceOf(error, 'Reading the curves');
    }
    this.#reading = false;
  }

  async #readReduced(): Promise<ReadonlyMap<string, readonly Curve[]>> {
    this.#mustReadAll = false;
    this.#news.clear();
    const read = async (metric: string) => [metric, await this.#series(this.runIds, metric)] as const;
    return new Map(await Promise.all(this.#wish.metrics.map(read)));
  }

  async #readNew(): Promise<ReadonlyMap<string, readonly Curve[]>> {
    const runIds = [...this.#news];
    this.#news.clear();
    this.#newsReadAt = performance.now();
    const metrics = [...this.#curves.keys()];
    if (metrics.length === 0) return this.#curves;
    const read = async (runId: string) => {
      // What came with one answer goes on from one place.
      const answers = answersOf(metrics).map((some) => this.#grown(runId, some));
      return [runId, (await Promise.all(answers)).flat()] as const;
    };
    const grown = new Map(await Promise.all(runIds.map(read)));
    const newest = (curves: readonly Curve[], place: number) =>
      curves.map((curve) => grown.get(curve.runId)?.[place] ?? curve);
    return new Map([...this.#curves].map(([metric, curves], place) => [metric, newest(curves, place)]));
  }

  /** The curves of one run, in the order of the metrics, with what is new. */
  async #grown(runId: string, metrics: readonly string[]): Promise<readonly Curve[]> {
    const known = metrics.flatMap((metric) => this.curves(metric).filter((curve) => curve.runId === runId));
    const lastIds = new Set(known.map(({ lastId }) => lastId));
    const [lastId = 0] = lastIds;
    // What was read at different moments has no common place to go on from.
    if (lastIds.size === 1 && lastId > 0) {
      const news = await this.#runSeries(runId, metrics, lastId);
      const end = this.view.range?.to ?? Number.POSITIVE_INFINITY;
      const grown = known.map((curve, place) => joinCurves(curve, news[place], end));
      const hasGoneBack = known.some(({ rewinds }, place) => news[place]?.rewinds !== rewinds);
      if (!hasGoneBack && grown.every(({ x }) => x.length <= longest * this.#wish.points)) return grown;
    }
    return this.#runSeries(runId, metrics, 0);
  }

  #series(runIds: readonly string[], metric: string): Promise<readonly Curve[]> {
    return this.#link.api.series([...runIds], metric, this.#options(0));
  }

  #runSeries(runId: string, metrics: readonly string[], after: number): Promise<readonly Curve[]> {
    return this.#link.api.runSeries(runId, [...metrics], this.#options(after));
  }

  #options(after: number) {
    const { axis, smoothing, range } = this.view;
    const { points, keep } = this.#wish;
    const part = range ? { ...range, neighbours: true } : {};
    return { axis, smoothing, points, ...(keep ? { keep } : {}), after, ...part };
  }
}

/** The metrics in pieces of as many as come with one answer. */
function answersOf(metrics: readonly string[]): readonly (readonly string[])[] {
  const count = Math.ceil(metrics.length / mostCurves);
  return Array.from({ length: count }, (_, answer) =>
    metrics.slice(answer * mostCurves, (answer + 1) * mostCurves),
  );
}

function sameWish(one: CurveWish, other: CurveWish): boolean {
  return one.points === other.points && one.metrics.join() === other.metrics.join();
}

function extentOf(curves: ReadonlyMap<string, readonly Curve[]>): Range {
  const lasts = [...curves.values()].flat().map(({ x }) => x[x.length - 1] ?? 0);
  return { from: 0, to: Math.max(0, ...lasts) };
}
