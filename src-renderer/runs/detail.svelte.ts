import type { Assessment } from '../../src-shared/assessment/assessment';
import type { Calibration } from '../../src-shared/assessment/calibration';
import type { EvaluationReport } from '../../src-shared/assessment/evaluation-report';
import type { PredictionReport } from '../../src-shared/assessment/prediction-report';
import type { SegmentationReport } from '../../src-shared/assessment/segmentation-report';
import type { TargetReports } from '../../src-shared/assessment/target-reports';
import type { ClusterJob } from '../../src-shared/cluster/cluster-job';
import { sentenceOf } from '../../src-shared/errors';
import type { PosteriorSummary } from '../../src-shared/posterior/posterior-summary';
import type { LeastSure } from '../../src-shared/protocol/worker-protocol';
import type { RunResults } from '../../src-shared/runs/run-results';
import type { LogLine } from '../../src-shared/runs/runs';
import type { Link } from '../link/link.svelte';
import { NewsReading } from '../link/news-reading';

/** One run's log, read as it comes, and what the run has left. */
export class RunDetail {
  readonly runId: string;
  readonly #link: Link;
  #lastLine = 0;
  readonly #log = new NewsReading(() => this.#readLines());
  #logs: readonly LogLine[] = $state.raw([]);
  #isLogRead: boolean = $state(false);
  #beginsAgain: boolean = $state(false);
  #results: RunResults | undefined = $state.raw();
  #leastSure: LeastSure = $state.raw([]);
  #evaluation: EvaluationReport | string | undefined = $state.raw();
  #predictions: PredictionReport | string | undefined = $state.raw();
  #segmentation: SegmentationReport | string | undefined = $state.raw();
  #calibration: Calibration | string | undefined = $state.raw();
  #assessment: Assessment | string | undefined = $state.raw();
  #targets: TargetReports | string | undefined = $state.raw();
  #posterior: PosteriorSummary | string | undefined = $state.raw();
  #job: ClusterJob | null = $state.raw(null);
  #trouble: string = $state('');

  constructor(link: Link, runId: string) {
    this.#link = link;
    this.runId = runId;
  }

  get logs(): readonly LogLine[] {
    return this.#logs;
  }

  /** Whether the log has been read to its end once: before that, no lines say nothing of the run. */
  get isLogRead(): boolean {
    return this.#isLogRead;
  }

  /** What the run has left; undefined until it is read. */
  get results(): RunResults | undefined {
    return this.#results;
  }

  /** Whether a run that is over could only begin again, since it left no checkpoint. */
  get beginsAgain(): boolean {
    return this.#beginsAgain;
  }

  /** Its job, where it trains or trained on a cluster. */
  get job(): ClusterJob | null {
    return this.#job;
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
  get segmentation(): SegmentationReport | string | undefined {
    return this.#segmentation;
  }

  /** Undefined until it is read; a sentence where it cannot be. */
  get calibration(): Calibration | string | undefined {
    return this.#calibration;
  }

  /** Undefined until it is read; a sentence where it cannot be. */
  get assessment(): Assessment | string | undefined {
    return this.#assessment;
  }

  /** Undefined until they are read; a sentence where they cannot be. */
  get targets(): TargetReports | string | undefined {
    return this.#targets;
  }

  /** Undefined until it is read; a sentence where it cannot be. */
  get posterior(): PosteriorSummary | string | undefined {
    return this.#posterior;
  }

  /** Why the last reading failed; empty where it did not. */
  get trouble(): string {
    return this.#trouble;
  }

  /** Reads the log and follows what comes. Returns the function that ends it. */
  followLog(): () => void {
    const ends = [
      this.#link.onConnected(() => void this.#readLog()),
      this.#link.onEvent((event) => {
        if (event.type === 'news' && event.runId === this.runId) void this.#readLog();
      }),
    ];
    return () => {
      for (const end of ends) end();
    };
  }

  /** Reads which job of a cluster trains it, if any. */
  async readJob(): Promise<void> {
    try {
      this.#job = await this.#link.api.clusterJob(this.runId);
    } catch {
      // Without it the run is shown like one of this machine.
    }
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

  /** Reads what the test split's class maps say: it exists once the run has been scored. */
  async readSegmentation(): Promise<void> {
    this.#segmentation = await this.#readOnce('Reading the class maps', () =>
      this.#link.api.segmentation(this.runId),
    );
  }

  /** Reads the reports of each head, or of each of several values: they exist once the run has been scored. */
  async readTargets(): Promise<void> {
    this.#targets = await this.#readOnce('Reading the reports of each target', () =>
      this.#link.api.targetReports(this.runId),
    );
  }

  /** Reads what a calibration kept: it exists once the run has been calibrated. */
  async readCalibration(): Promise<void> {
    this.#calibration = await this.#readOnce('Reading the calibration', () =>
      this.#link.api.calibration(this.runId),
    );
  }

  /** Reads what was found of the run's doubt: it exists once somebody looked. */
  async readAssessment(): Promise<void> {
    this.#assessment = await this.#readOnce('Reading the evaluation by other data', () =>
      this.#link.api.assessment(this.runId),
    );
  }

  /** Reads what an evaluation has just kept, so that every page of the run has it. */
  async takeAssessment(): Promise<void> {
    await this.readAssessment();
    await this.readResults();
  }

  /** Reads what a calibration has just kept. */
  async takeCalibration(): Promise<void> {
    await this.readCalibration();
    await this.readResults();
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

  async #readLog(): Promise<void> {
    try {
      if (await this.#log.takeNews()) this.#trouble = '';
    } catch (error) {
      this.#trouble = sentenceOf(error, 'Reading the log');
    }
  }

  async #readLines(): Promise<boolean> {
    const lines = await this.#link.api.logs(this.runId, this.#lastLine);
    const last = lines[lines.length - 1];
    if (!last) {
      this.#isLogRead = true;
      return false;
    }
    this.#lastLine = last.id;
    this.#logs = [...this.#logs, ...lines];
    // An answer holds a limited number of lines: there may be more.
    return true;
  }
}
