import { diagnosis } from '../../src-shared/assessment/diagnosis';
import { type LogLine, lastLines, type RunSummary, type StoredPoint } from '../../src-shared/runs/runs';
import { formatDuration } from '../../src-shared/words/duration';
import { metricsOf, metricTexts } from './metric-texts';
import type { Terminal } from './terminal';
import type { UnitOfScore } from './unit-of-run';

/** How a run is told while it goes on. */
export interface RunReport {
  run(run: RunSummary): void;
  points(points: readonly StoredPoint[]): void;
  log(line: LogLine): void;
  /** The last word: the run is over. @param unitOf the units of its scores, where more of them are known by now */
  end(run: RunSummary, unitOf?: UnitOfScore): void;
}

/** One JSON object a line; `type` says what it is. The last has type `result`. */
export class JsonRunReport implements RunReport {
  readonly #terminal: Terminal;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  run({ id, status, reason, progress }: RunSummary): void {
    this.#terminal.json({ type: 'run', runId: id, status, reason, progress });
  }

  points(points: readonly StoredPoint[]): void {
    for (const { name, step, epoch, time, value } of points)
      this.#terminal.json({ type: 'metric', name, step, epoch, time, value });
  }

  log({ time, worker, level, text }: LogLine): void {
    this.#terminal.json({ type: 'log', time, worker, level, text });
  }

  end({ id, status, reason, metrics }: RunSummary): void {
    this.#terminal.json({ type: 'result', runId: id, status, reason, metrics });
  }
}

/** For a person: a progress line where there is a terminal, the validation as it comes, and the test at the end. */
export class TextRunReport implements RunReport {
  #totalSteps = 0;
  #nextTold = 0;
  #lastStatus = '';
  #lines: readonly LogLine[] = [];
  readonly #terminal: Terminal;
  readonly #unitOf: UnitOfScore;

  /** @param unitOf the units of the run's scores, as far as they are known */
  constructor(terminal: Terminal, unitOf: UnitOfScore) {
    this.#terminal = terminal;
    this.#unitOf = unitOf;
  }

  run({ id, status, progress }: RunSummary): void {
    if (status !== this.#lastStatus) this.#terminal.line(`${id}: ${status}`);
    this.#lastStatus = status;
    if (!progress || progress.totalSteps === 0 || status !== 'running') return;
    this.#totalSteps = progress.totalSteps;
    const { phase, step, totalSteps, secondsLeft } = progress;
    const left = secondsLeft === undefined ? '' : `, about ${formatDuration(secondsLeft)} left`;
    this.#terminal.status(`${phase}: step ${step} of ${totalSteps}${left}`);
  }

  points(points: readonly StoredPoint[]): void {
    // The scores on the test data come once, at the end.
    const validation = points.filter(({ name }) => toldAsTheyCome.includes(name));
    const epochs = new Map<number, { readonly step: number; readonly scores: Record<string, number> }>();
    for (const { name, epoch, step, value } of validation)
      epochs.set(epoch, { step, scores: { ...epochs.get(epoch)?.scores, [name]: value } });
    for (const [epoch, { step, scores }] of epochs) {
      if (!this.#isTold(step)) continue;
      const texts = metricTexts(scores, this.#unitOf).join(', ').replaceAll('validation.', '');
      this.#terminal.line(`  epoch ${Number(epoch.toFixed(2))}: ${texts}`);
    }
  }

  /** Small tables have thousands of epochs: of a run whose end is known as many are told as fit on a screen. */
  #isTold(step: number): boolean {
    const isDue = step >= this.#nextTold;
    if (isDue) this.#nextTold = step + this.#totalSteps / mostTold;
    return isDue;
  }

  log(line: LogLine): void {
    const { level } = line;
    this.#lines = [...this.#lines, line].slice(-mostKept);
    if (level !== 'warning') return;
    this.#terminal.note(lineText(line));
  }

  end({ id, status, reason, metrics, experiment }: RunSummary, unitOf: UnitOfScore = this.#unitOf): void {
    if (status === 'failed') this.#noteLastLines(reason);
    this.#terminal.line(`${id}: ${status}`);
    const last = metricsOf(metrics, 'test.', 'train.', 'posterior.');
    for (const text of metricTexts(last, unitOf)) this.#terminal.line(`  ${text}`);
    for (const note of diagnosis(metrics, experiment)) this.#terminal.line(`  ${note}`);
    if (status === 'stopped' || status === 'interrupted')
      this.#terminal.line(`\`parasample resume ${id}\` goes on with it.`);
    this.#terminal.line(`\`parasample show ${id}\` shows this run again.`);
  }

  #noteLastLines(reason: string): void {
    const before = lastLines(this.#lines, reason);
    if (before.length > 0) this.#terminal.note('The last lines of its log:');
    for (const line of before) this.#terminal.note(`  ${lineText(line)}`);
  }
}

/** Few enough for a line of a terminal; the window and `show` have all. */
const toldAsTheyCome = ['accuracy', 'rmse', 'nll', 'crps', 'ece'].map((score) => `validation.${score}`);

/** Lines of validation scores of one run. */
const mostTold = 25;

/** More than are ever shown. */
const mostKept = 100;

/** A line of a run's log as it is printed. */
export function lineText({ worker, text }: LogLine): string {
  return worker === undefined ? text : `worker ${worker}: ${text}`;
}
