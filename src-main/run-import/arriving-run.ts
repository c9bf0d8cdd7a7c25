import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BadInputError } from '../../src-shared/errors';
import type { MetricPoint } from '../../src-shared/metrics';
import { isOver } from '../../src-shared/runs/runs';
import type { PointsRecord, RunEnd, RunHead, RunRecord } from '../run-export/run-record';
import type { RunBatch } from '../store/run-changes';
import type { Store } from '../store/store';
import { takePosterior } from './arriving-posterior';

const notYetOver = 'It had not ended when its file was written.';

/** A run on its way into the store: nobody sees it before it is there as a whole. */
export class ArrivingRun {
  #points = 0;
  #lines = 0;
  #end: RunEnd | undefined;
  readonly #store: Store;
  readonly #runFolder: string;
  readonly #head: RunHead;
  readonly #fileName: string;

  /** @param fileName where it comes from, for sentences about what is wrong with it */
  constructor(
    store: Store,
    readonly runId: string,
    runFolder: string,
    head: RunHead,
    fileName: string,
  ) {
    this.#store = store;
    this.#runFolder = runFolder;
    this.#head = head;
    this.#fileName = fileName;

    const { experiment, engine, codeVersion, created } = head;
    const renamed = { id: runId, experiment, engine, codeVersion, owner: '', created };
    store.writer.atomically(() => {
      store.writer.create(renamed);
      // As a removed run it is hidden, and cleared away if this process dies meanwhile.
      store.annotations.remove([runId], Date.now());
    });
  }

  /** Takes the next record. Throws BadInputError for one that cannot follow. */
  async take(record: RunRecord): Promise<void> {
    if (this.#end) throw new BadInputError(`${this.#fileName} goes on after its end record.`);
    switch (record.type) {
      case 'run':
        throw new BadInputError(`${this.#fileName} holds more than one run; import them from a file each.`);
      case 'points':
        this.#points += record.names.length;
        return this.#batch({ points: pointsOf(record) });
      case 'logs':
        this.#lines += record.lines.length;
        return this.#batch({ logs: record.lines });
      case 'report':
        return writeFile(join(this.#runFolder, record.name), JSON.stringify(record.content));
      case 'end':
        this.#end = record;
    }
  }

  /** Brings the posterior that lies beside the file; whether there is one. Throws BadInputError for a damaged one. */
  takePosterior(): Promise<boolean> {
    return takePosterior({
      file: this.#fileName,
      writtenId: this.#head.id,
      runId: this.runId,
      runFolder: this.#runFolder,
    });
  }

  /** Lets the run be seen. Throws BadInputError where the file was not whole. */
  finish(): void {
    this.#refuseIncomplete();
    const { runId } = this;
    const store = this.#store;
    const head = this.#head;
    const end = this.#end ?? head;
    const { started, gaps, progress, annotations } = head;
    const outcome = outcomeOf(head, this.#end);
    const ended = end.ended ?? head.ended;
    store.writer.atomically(() => {
      this.#batch({
        change: {
          ...outcome,
          ...(started === undefined ? {} : { started }),
          ...(ended === undefined ? {} : { ended }),
          ...(gaps === undefined ? {} : { gaps }),
          ...(progress === undefined ? {} : { progress }),
        },
        finalMetrics: { ...head.metrics, ...end.metrics },
      });
      store.annotations.restore([runId]);
      const { tags, ...rest } = annotations;
      store.annotations.annotate([runId], { ...rest, addTags: [...tags] });
    });
  }

  /** Leaves nothing behind. */
  async discard(): Promise<void> {
    this.#store.annotations.purge(this.runId);
    await rm(this.#runFolder, { recursive: true, force: true });
  }

  #batch(parts: Partial<RunBatch>): void {
    const nothing = { change: {}, points: [], finalMetrics: {}, logs: [] };
    this.#store.writer.store([{ runId: this.runId, ...nothing, ...parts }]);
  }

  #refuseIncomplete(): void {
    const end = this.#end;
    const points = this.#points;
    const lines = this.#lines;
    const fileName = this.#fileName;
    if (!end && isOver(this.#head.status))
      throw new BadInputError(`${fileName} is cut off: its end record is missing. Copy or export it again.`);
    if (end && (end.points !== points || end.lines !== lines))
      throw new BadInputError(
        `${fileName} is not whole: it should hold ${end.points} points and ${end.lines} lines of the log, and holds ${points} and ${lines}. Copy or export it again.`,
      );
  }
}

/** A run that still went on when the file was written cannot go on here. */
function outcomeOf(head: RunHead, end: RunEnd | undefined): Pick<RunHead, 'status' | 'reason'> {
  const { status = head.status, reason = head.reason } = end ?? head;
  return isOver(status) ? { status, reason } : { status: 'interrupted', reason: notYetOver };
}

function pointsOf({ names, steps, epochs, times, values }: PointsRecord): MetricPoint[] {
  return names.map((name, at) => ({
    name,
    step: steps[at],
    epoch: epochs[at],
    time: times[at],
    value: values[at],
  }));
}
