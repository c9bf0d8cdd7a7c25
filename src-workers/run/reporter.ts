import type { MetricPoint } from '../../src-shared/metrics';
import type { Phase } from '../../src-shared/protocol/worker-protocol';
import type { StepOutcome } from '../train/trainer';
import { MachineUse } from './machine-use';
import type { Port } from './port';
import { ProcessorUse } from './processor-use';
import { RecentPoints } from './recent-points';

export interface Moment {
  readonly step: number;
  readonly epoch: number;
}

/** How often collected points and progress are sent, in milliseconds. */
const sendEveryMs = 200;

/** Sums of milliseconds over so many steps. */
const noTimings = { inputMs: 0, computeMs: 0, exchangeMs: 0, steps: 0 };

/** Collects what a run measures and sends it to the core in batches. */
export class Reporter {
  readonly recent = new RecentPoints();
  #points: MetricPoint[] = [];
  #lastSent = -Infinity;
  #lastValues: Record<string, number> = {};
  readonly #processorUse = new ProcessorUse();
  readonly #machineUse = new MachineUse();
  #timings = noTimings;
  #stepsSinceEvaluation = 0;

  constructor(
    readonly port: Port,
    readonly rank: number,
    readonly totalSteps: number,
  ) {}

  /** Last value of every metric reported so far. */
  get lastValues(): Readonly<Record<string, number>> {
    return this.#lastValues;
  }

  phase(phase: Phase): void {
    this.port.post({ type: 'phase', phase });
  }

  /** Sends what has gathered, so that the views show the very step at which training waits. */
  paused(moment: Moment): void {
    this.send(moment);
    this.port.post({ type: 'paused', step: moment.step });
  }

  warn(text: string): void {
    this.port.post({ type: 'log', level: 'warning', text });
  }

  log(text: string): void {
    this.port.post({ type: 'log', level: 'info', text });
  }

  add(moment: Moment, values: Readonly<Record<string, number>>): void {
    const time = Date.now();
    for (const [name, value] of Object.entries(values)) {
      this.#points.push({ name, ...moment, time, value });
      this.#lastValues[name] = value;
    }
  }

  /** Takes what every worker measures alike; only rank 0 speaks for the run as a whole. */
  measure(moment: Moment, values: Readonly<Record<string, number>>): void {
    const time = Date.now();
    const points = Object.entries(values).map(([name, value]) => ({ name, ...moment, time, value }));
    this.recent.add(points);
    if (this.rank === 0) this.#points.push(...points);
    this.remember(points);
  }

  /** Takes values as the last ones; the core has them. */
  remember(points: readonly MetricPoint[]): void {
    for (const { name, value } of points) this.#lastValues[name] = value;
  }

  /**
   * Takes in a step.
   *
   * @param inputMs milliseconds that it waited for its items
   */
  step(
    moment: Moment,
    inputMs: number,
    outcome: StepOutcome,
    objective: Readonly<Record<string, number>>,
  ): void {
    const { steps, ...sums } = this.#timings;
    this.#timings = {
      inputMs: sums.inputMs + inputMs,
      computeMs: sums.computeMs + outcome.computeMs,
      exchangeMs: sums.exchangeMs + outcome.exchangeMs,
      steps: steps + 1,
    };
    this.#stepsSinceEvaluation += 1;
    this.measure(moment, objective);
    if (performance.now() - this.#lastSent >= sendEveryMs || moment.step === this.totalSteps)
      this.send(moment);
  }

  /** Takes in the milliseconds of a validation, as the share of each step since the one before. */
  evaluated(moment: Moment, evaluationMs: number): void {
    const perStep = evaluationMs / Math.max(1, this.#stepsSinceEvaluation);
    this.add(moment, { [`worker.${this.rank}.evaluationMs`]: perStep });
    this.#stepsSinceEvaluation = 0;
  }

  /** Sends what has gathered, with the timings' means since the last time. */
  send(moment: Moment): void {
    const { inputMs, computeMs, exchangeMs, steps } = this.#timings;
    if (steps > 0)
      this.add(moment, {
        [`worker.${this.rank}.stepMs`]: (inputMs + computeMs + exchangeMs) / steps,
        [`worker.${this.rank}.inputMs`]: inputMs / steps,
        [`worker.${this.rank}.computeMs`]: computeMs / steps,
        [`worker.${this.rank}.exchangeMs`]: exchangeMs / steps,
        [`worker.${this.rank}.busyCores`]: this.#processorUse.read(),
        ...this.#machineCores(),
        [`worker.${this.rank}.memoryMB`]: process.memoryUsage().rss / 1e6,
      });
    this.#timings = noTimings;
    if (this.#points.length > 0) this.port.post({ type: 'metrics', points: this.#points });
    this.port.post({ type: 'progress', ...moment, totalSteps: this.totalSteps });
    this.#points = [];
    this.#lastSent = performance.now();
  }

  /** One worker speaks for the machine. */
  #machineCores(): Readonly<Record<string, number>> {
    const cores = this.rank === 0 ? this.#machineUse.read() : undefined;
    return cores === undefined ? {} : { [`worker.${this.rank}.machineCores`]: cores };
  }
}
