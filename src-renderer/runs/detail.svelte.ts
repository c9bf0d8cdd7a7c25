import { sentenceOf } from '../../src-shared/errors';
import type { EvaluationReport } from '../../src-shared/evaluation-report';
import type { PosteriorSummary } from '../../src-shared/posterior-summary';
import type { PredictionReport } from '../../src-shared/prediction-report';
import type { RunResults } from '../../src-shared/run-results';
import type { LogLine } from '../../src-shared/runs';
import type { LeastSure } from '../../src-shared/worker-protocol';
import { addPoints, positionOf, type Series, type TrainingAxis } from '../charts/line/series';
import type { Link } from '../link/link.svelte';

/** Shortest time between two showings while a long history is read, in milliseconds. */
const showEveryMs = 400;

/** What a view reads of a run as it grows. */
export type DetailPart = 'points' | 'log';

/** One run's curves, log and least-sure test items, read as they come: only what is new is asked for. */
export class RunDetail {
  readonly runId: string;
  readonly #link: Link;
  readonly #series = new Map<string, Series>();
  #parts: readonly DetailPart[] = [];
  #lastPoint = 0;
  #lastLine = 0;
  #reading = false;
  #hasNews = false;
  #shownAt = -Infinity;
  #revision: number = $state(0);
  #names: readonly string[] = $state.raw([]);
  #logs: readonly LogLine[] = $state.raw([]);
  #beginsAgain: boolean = $state(false);
  #results: RunResults | undefined = $state.raw();
  #leastSure: LeastSure = $state.raw([]);
  #evaluation: EvaluationReport | string | undefined = $state.raw();
  #predictions: PredictionReport | string | undefined = $state.raw();
  #posterior: PosteriorSummary | string | undefined = $state.raw();
  #trouble: string = $state('');
  #loaded: boolean = $state(false);

  constructor(link: Link, runId: string) {
    this.#link = link;
    this.runId = runId;
  }

  /** Grows with every reading that brought points: what shows a series looks at this to know when to look again. */
  get revision(): number {
    return this.#revision;
  }

  /** Names of the metrics that have points. */
  get names(): readonly string[] {
    return this.#names;
  }

  get logs(): readonly LogLine[] {
    return this.#logs;
  }

  /** What the run has left; undefined until it is read. */
  get results(): RunResults | undefined {
    return this.#results;
  }

  /** Whether a run that is over could only begin again, since it left no checkpoint. */
  get beginsAgain(): boolean {
    return this.#beginsAgain;
  }

  get leastSure(): LeastSure {
    return this.#leastSure;
  }

  /** Undefined until it is read; a sentence where it cannot be. */
  get evaluation(): EvaluationReport | string | undefined {
    return this.#evaluation;
  }

  /** Undefined until it is read; a sentence where it cannot be. */
  get predictions(): PredictionReport | string | undefined {
    return this.#predictions;
  }

  /** Undefined until it is read; a sentence where it cannot be. */
  get posterior(): PosteriorSummary | string | undefined {
    return this.#posterior;
  }

  /** Why the last reading failed; empty where it did not. */
  get trouble(): string {
    return this.#trouble;
  }

  /** Whether everything stored at the time of opening has been read. */
  get loaded(): boolean {
    return this.#loaded;
  }

  series(name: string): Series | undefined {
    return this.#series.get(name);
  }

  /** Time of the run's first point, in milliseconds since the Unix epoch: zero of its time axis. */
  get origin(): number {
    return Math.min(...[...this.#series.values()].map(({ times }) => times[0] ?? Infinity));
  }

  /** From the start to the last point of the longest series, on an axis. */
  extent(axis: TrainingAxis): { readonly from: number; readonly to: number } {
    const lasts = [...this.#series.values()].map((series) =>
      positionOf(series, series.values.length - 1, axis, this.origin),
    );
    return { from: 0, to: Math.max(0, ...lasts) };
  }

  /** Reads what there is and follows what comes: points, lines of the log, or none. Returns the function that ends it. */
  follow(parts: readonly DetailPart[]): () => void {
    this.#parts = parts;
    if (parts.length === 0) return () => undefined;
    const ends = [
      this.#link.onConnected(() => void this.#read()),
      this.#link.onEvent((event) => {
        if (event.type === 'news' && event.runId === this.runId) void this.#read();
      }),
    ];
    return () => {
      for (const end of ends) end();
    };
  }

  /** Reads what the run has left: to be called once it is over. */
  async readResults(): Promise<void> {
    try {
      const { api } = this.#link;
      const [results, step] = await Promise.all([api.runResults(this.runId), api.continuesAfter(this.runId)]);
      this.#results = results;
      this.#beginsAgain = step === 0;
    } catch (error) {
      this.#trouble = sentenceOf(error, 'Reading what the run has left');
    }
  }

  /** Reads what the test split's predictions say: it exists once the run has been scored. */
  async readEvaluation(): Promise<void> {
    this.#evaluation = await this.#readOnce('Reading the evaluation', () =>
      this.#link.api.evaluation(this.runId),
    );
  }

  /** Reads what a regression predicts for some test items: it exists once the run has been scored. */
  async readPredictions(): Promise<void> {
    this.#predictions = await this.#readOnce('Reading the predictions', () =>
      this.#link.api.predictions(this.runId),
    );
  }

  /** Reads histograms of the posterior: they exist once the run has saved it. */
  async readPosterior(): Promise<void> {
    this.#posterior = await this.#readOnce('Reading the posterior', () =>
      this.#link.api.posteriorSummary(this.runId),
    );
  }

  async #readOnce<Value>(doing: string, read: () => Promise<Value>): Promise<Value | string> {
    try {
      return await read();
    } catch (error) {
      return sentenceOf(error, doing);
    }
  }

  /** Reads the test items the run is least sure of: they exist once it has been scored. */
  async readLeastSure(): Promise<void> {
    try {
      this.#leastSure = await this.#link.api.leastSure(this.runId);
    } catch (error) {
      this.#trouble = sentenceOf(error, 'Reading the least sure test items');
    }
  }

  // News that comes while a reading is under way is read right after it, once.
  async #read(): Promise<void> {
    this.#hasNews = true;
    if (this.#reading) return;
    this.#reading = true;
    try {
      while (this.#hasNews) {
        this.#hasNews = false;
        if (this.#parts.includes('points')) await this.#readMetrics();
        if (this.#parts.includes('log')) await this.#readLogs();
        if (!this.#hasNews || performance.now() - this.#shownAt >= showEveryMs) this.#show();
      }
      this.#trouble = '';
      this.#loaded = true;
    } catch (error) {
      this.#trouble = sentenceOf(error, 'Reading the curves');
    } finally {
      this.#reading = false;
    }
  }

  async #readMetrics(): Promise<void> {
    const points = await this.#link.api.metrics(this.runId, this.#lastPoint);
    const last = points[points.length - 1];
    if (!last) return;
    addPoints(this.#series, points);
    this.#lastPoint = last.id;
    // An answer holds a limited number of points: there may be more.
    this.#hasNews = true;
  }

  #show(): void {
    this.#shownAt = performance.now();
    if (this.#names.length !== this.#series.size) this.#names = [...this.#series.keys()];
    this.#revision += 1;
  }

  async #readLogs(): Promise<void> {
    const lines = await this.#link.api.logs(this.runId, this.#lastLine);
    const last = lines[lines.length - 1];
    if (!last) return;
    this.#lastLine = last.id;
    this.#logs = [...this.#logs, ...lines];
  }
}
