import type { LogLine, RunSummary, StoredPoint } from '../../src-shared/runs';
import { metricTexts } from './metric-texts';
import type { Terminal } from './terminal';

/** How a run is told while it goes on. */
export interface RunReport {
  run(run: RunSummary): void;
  point(point: StoredPoint): void;
  log(line: LogLine): void;
  /** The last word: the run is over. */
  end(run: RunSummary): void;
}

/** One JSON object a line; `type` says what it is. The last has type `result`. */
export class JsonRunReport implements RunReport {
  constructor(private readonly terminal: Terminal) {}

  run({ id, status, reason, progress }: RunSummary): void {
    this.terminal.json({ type: 'run', runId: id, status, reason, progress });
  }

  point({ name, step, epoch, time, value }: StoredPoint): void {
    this.terminal.json({ type: 'metric', name, step, epoch, time, value });
  }

  log({ time, worker, level, text }: LogLine): void {
    this.terminal.json({ type: 'log', time, worker, level, text });
  }

  end({ id, status, reason, metrics }: RunSummary): void {
    this.terminal.json({ type: 'result', runId: id, status, reason, metrics });
  }
}

/** For a person: a progress line where there is a terminal, and the scores as they come. */
export class TextRunReport implements RunReport {
  private lastStatus = '';

  constructor(private readonly terminal: Terminal) {}

  run({ id, status, progress }: RunSummary): void {
    if (status !== this.lastStatus) this.terminal.line(`${id}: ${status}`);
    this.lastStatus = status;
    if (!progress || status !== 'running') return;
    const { phase, step, totalSteps, secondsLeft } = progress;
    const left = secondsLeft === undefined ? '' : `, ${Math.ceil(secondsLeft)} s left`;
    this.terminal.status(`${phase}: step ${step} of ${totalSteps}${left}`);
  }

  point({ name, epoch, value }: StoredPoint): void {
    if (!name.startsWith('validation.') && !name.startsWith('test.')) return;
    this.terminal.line(`  epoch ${Number(epoch.toFixed(2))}: ${metricTexts({ [name]: value }).join('')}`);
  }

  log({ level, text, worker }: LogLine): void {
    if (level !== 'warning') return;
    this.terminal.note(worker === undefined ? text : `worker ${worker}: ${text}`);
  }

  end({ id, status, metrics }: RunSummary): void {
    this.terminal.line(`${id}: ${status}`);
    for (const text of metricTexts(metrics)) this.terminal.line(`  ${text}`);
    this.terminal.line(`\`parasample show ${id}\` shows this run again.`);
  }
}
