import { FailedError } from '../../src-shared/errors';
import { isOver, type RunSummary, secondsPerStep } from '../../src-shared/runs/runs';
import { formatDuration } from '../../src-shared/words/duration';
import type { Core } from '../api/core';
import { beginAndFollow } from './begin-and-follow';
import type { CommandInput, CommandSurroundings } from './command';
import { withCore } from './open-core';
import { JsonRunReport, type RunReport, TextRunReport } from './run-report';
import type { Terminal } from './terminal';
import { toldUnits, unitsOfRun } from './unit-of-run';

/** Begins a run with the core, tells what it does until it is over, and returns the exit code. */
export function followRun(
  input: CommandInput,
  surroundings: CommandSurroundings,
  begin: (core: Core) => Promise<string>,
): Promise<number> {
  const { terminal } = surroundings;
  return withCore(surroundings, async (core) => {
    const { result: run, interrupted } = await beginAndFollow(
      {
        name: 'the run',
        begin: () => begin(core),
        stop: (runId) => stop(core, runId, terminal),
        endNow: (runId) => core.api.endNow(runId),
        follow: (runId) => reported(core, runId, input, terminal),
      },
      surroundings,
    );
    if (run.status === 'failed' || run.status === 'interrupted') terminal.note(run.reason);
    // One that has learned nothing was not stopped with its scores.
    const hasLearned = interrupted !== 'before it began' && Object.keys(run.metrics).length > 0;
    const isDone = run.status === 'stopped' && hasLearned;
    return run.status === 'finished' || isDone ? 0 : 1;
  });
}

async function reported(
  core: Core,
  runId: string,
  input: CommandInput,
  terminal: Terminal,
): Promise<RunSummary> {
  const begun = await core.api.run(runId);
  const report = input.flag('json')
    ? new JsonRunReport(terminal)
    : new TextRunReport(terminal, toldUnits(begun));
  const run = await untilOver(core, runId, report);
  report.end(run, await unitsOfRun(core.api, run));
  return run;
}

/** Reports what the run does, and returns it once it is over. */
function untilOver(core: Core, runId: string, report: RunReport): Promise<RunSummary> {
  const news = new NewsReader(core, runId, report);
  return new Promise<RunSummary>((resolve, reject) => {
    const take = (run: RunSummary) => {
      if (!isOver(run.status)) {
        report.run(run);
        return;
      }
      unsubscribe();
      // Its last points first: the end is the last word.
      void news.read().then(() => resolve(run));
    };
    const unsubscribe = core.subscribe((event) => {
      if (event.type === 'left' && event.runId === runId) {
        unsubscribe();
        // What it does from now on is told where it goes on.
        reject(new FailedError(event.reason));
      }
      if (event.type === 'news' && event.runId === runId) void news.read();
      if (event.type === 'run' && event.run.id === runId) take(event.run);
    });
    void core.api.run(runId).then(take);
  });
}

/** Lets the workers save; a second Ctrl-C ends them at once. */
async function stop(core: Core, runId: string, terminal: Terminal): Promise<void> {
  terminal.note(`Stopping: ${whatAStopDoes(await core.api.run(runId))}`);
  await core.api.stop(runId);
}

function whatAStopDoes({ status, progress }: RunSummary): string {
  if (status === 'queued' || status === 'preparing') return 'it has learned nothing yet that could be saved.';
  const seconds = progress && secondsPerStep(progress);
  const pace = seconds === undefined || seconds < 1 ? '' : ` (a step takes about ${formatDuration(seconds)})`;
  return `the step in hand is finished${pace}, evaluated and saved. Ctrl-C again ends it at once.`;
}

/** Reads each stored point and log line once, in order. */
class NewsReader {
  #lastPoint = 0;
  #lastLine = 0;
  #reading: Promise<void> = Promise.resolve();
  readonly #core: Core;
  readonly #runId: string;
  readonly #report: RunReport;

  constructor(core: Core, runId: string, report: RunReport) {
    this.#core = core;
    this.#runId = runId;
    this.#report = report;
  }

  read(): Promise<void> {
    this.#reading = this.#reading.then(() => this.#readOnce());
    return this.#reading;
  }

  /** What cannot be read now is read with the next news. */
  async #readOnce(): Promise<void> {
    await this.#readNews().catch(() => undefined);
  }

  async #readNews(): Promise<void> {
    const points = await this.#core.api.metrics(this.#runId, this.#lastPoint);
    this.#report.points(points);
    this.#lastPoint = points.at(-1)?.id ?? this.#lastPoint;
    const lines = await this.#core.api.logs(this.#runId, this.#lastLine);
    for (const line of lines) this.#report.log(line);
    this.#lastLine = lines.at(-1)?.id ?? this.#lastLine;
  }
}
