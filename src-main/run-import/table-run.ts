import { noAnnotations } from '../../src-shared/annotations';
import { BadInputError } from '../../src-shared/errors';
import type { Experiment } from '../../src-shared/experiment/experiment';
import type { PointsRecord, RunHead, RunRecord } from '../run-export/run-record';
import { newRunId } from '../runs/run-id';
import { checkedPoints } from './checked-points';
import { recordOf } from './json-records';

/**
 * A run from its points and, where the table brings it, the text of its settings. Without those it consists of nothing
 * but what it measured: it began at its first point and ended at its last.
 */
export async function* tableRun(
  contents: AsyncIterable<string | PointsRecord>,
  experiment: Experiment | undefined,
  file: string,
): AsyncGenerator<RunRecord> {
  let head: RunRecord | undefined;
  let count = 0;
  let ended: number | undefined;
  for await (const part of contents) {
    if (typeof part === 'string') {
      if (head || experiment) continue;
      head = recordOf(part, `${file}, its settings,`);
      yield head;
      continue;
    }
    if (!head) {
      head = headOfTable(experiment, part.times[0] ?? 0, file);
      yield head;
    }
    const first = count;
    yield checkedPoints(part, (at) => `${file}, point ${first + at + 1}`);
    count += part.names.length;
    ended = part.times[part.times.length - 1];
  }
  if (!head) throw new BadInputError(`${file} holds nothing that a run measured.`);
  const isForeign = experiment !== undefined && ended !== undefined;
  yield { type: 'end', points: count, lines: 0, ...(isForeign ? { ended } : {}) };
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
