import { BadInputError } from '../../src-shared/errors';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { noAnnotations } from '../../src-shared/runs/annotations';
import type { LogsRecord, PointsRecord, RunHead, RunRecord } from '../run-export/run-record';
import { newRunId } from '../runs/run-id';
import { checkedPoints } from './checked-points';
import { recordOf } from './json-records';
import { noteRecord } from './note-record';
import type { WallTimes } from './wall-times';

/** The text of a run's settings, its points, or a note on what was read. */
export type TableContent = string | PointsRecord | LogsRecord;

/**
 * A run from its points and, where the table brings it, the text of its settings. Without those it consists of nothing
 * but what it measured: it began at its first point and ended at its last.
 * @param times what they were read as is noted in the run's log
 */
export async function* tableRun(
  contents: AsyncIterable<TableContent>,
  experiment: Experiment | undefined,
  file: string,
  times: WallTimes,
): AsyncGenerator<RunRecord> {
  let head: RunRecord | undefined;
  let count = 0;
  let ended = 0;
  const notes: LogsRecord[] = [];
  for await (const part of contents) {
    if (typeof part === 'string') {
      if (head || experiment) continue;
      head = recordOf(part, `${file}, its settings,`);
      yield head;
      continue;
    }
    if (part.type === 'logs') {
      notes.push(part);
      continue;
    }
    const first = count;
    if (!head) {
      head = headOfTable(experiment, part.times[0] ?? 0, file);
      yield head;
    }
    yield checkedPoints(part, (at) => `${file}, point ${first + at + 1}`);
    count += part.names.length;
    ended = part.times.reduce((latest, time) => Math.max(latest, time), ended);
  }
  if (!head) throw new BadInputError(`${file} holds nothing that a run measured.`);
  const all = [...notes, ...times.notes().map(noteRecord)];
  yield* all;
  const isForeign = experiment !== undefined && count > 0;
  yield { type: 'end', points: count, lines: all.length, ...(isForeign ? { ended } : {}) };
}

function headOfTable(experiment: Experiment | undefined, began: number, file: string): RunHead {
  if (!experiment)
    throw new BadInputError(
      `${file} does not say what was trained; name the experiment file too: \`parasample import ${file} EXPERIMENT\`.`,
    );
  const created = Math.max(0, began);
  return {
    type: 'run',
    format: 'parasample-run',
    version: 1,
    id: newRunId(experiment.name),
    status: 'finished',
    reason: '',
    experiment,
    created,
    started: created,
    engine: 'something else; its metrics were imported',
    metrics: {},
    annotations: noAnnotations,
  };
}
