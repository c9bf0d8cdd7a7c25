import { crc32 } from '../../src-shared/formats/crc32';
import { ProtobufWriter } from '../../src-shared/formats/protobuf-writer';
import type { PointsRecord, RunHead } from './run-record';

/**
 * The file of an offline run of Weights & Biases (wandb/sdk/internal/datastore.py): LevelDB's log format, with a header of its
 * own and plain CRC-32, of `Record` messages (wandb/proto/wandb_internal.proto).
 */
const blockBytes = 32_768;
const headerBytes = 7;
const kinds = { whole: 1, first: 2, middle: 3, last: 4 } as const;

/** Numbers of fields in W&B's message definitions. */
const fields = {
  record: { num: 1, history: 2, summary: 3, run: 17, exit: 18 },
  run: { id: 1, project: 3, config: 4, name: 8, notes: 9, tags: 10, startTime: 17 },
  timestamp: { seconds: 1, nanos: 2 },
  updates: { update: 1 },
  history: { item: 1, step: 2 },
  step: { num: 1 },
  item: { key: 1, json: 16 },
  exit: { code: 1 },
} as const;

const project = 'parasample';

/** @param head the run; its settings become the configuration, its last values the summary */
export function* wandbBytes(head: RunHead, records: Iterable<PointsRecord>): Generator<Uint8Array> {
  const log = new LevelLog();
  let num = 0;
  const record = (field: number, write: (inner: ProtobufWriter) => void) => {
    num += 1;
    return log.bytesOf(new ProtobufWriter().int(fields.record.num, num).message(field, write).finish());
  };
  yield log.header();
  yield record(fields.record.run, (run) => writeRun(run, head));
  for (const row of rowsOf(records)) yield record(fields.record.history, (history) => writeRow(history, row));
  yield record(fields.record.summary, (summary) => writeItems(summary, fields.updates.update, head.metrics));
  const code = head.status === 'failed' ? 1 : 0;
  yield record(fields.record.exit, (exit) => exit.int(fields.exit.code, code));
}

/** Where `wandb sync` looks for a run. @param id that of the run @param began in milliseconds */
export function wandbName(id: string, began: number): string {
  const digits = new Date(began).toISOString().replace(/[-:]/g, '');
  return `offline-run-${digits.slice(0, 8)}_${digits.slice(9, 15)}-${id}/run-${id}.wandb`;
}

function writeRun(run: ProtobufWriter, head: RunHead): void {
  const { experiment, annotations } = head;
  const began = head.started ?? head.created;
  run.string(fields.run.id, head.id).string(fields.run.project, project);
  run.message(fields.run.config, (config) => writeItems(config, fields.updates.update, experiment));
  run.string(fields.run.name, experiment.name).string(fields.run.notes, annotations.notes);
  for (const tag of annotations.tags) run.string(fields.run.tags, tag);
  run.message(fields.run.startTime, (time) => {
    time.int(fields.timestamp.seconds, Math.floor(began / 1000));
    time.int(fields.timestamp.nanos, Math.round((began % 1000) * 1e6));
  });
}

/** What was measured at a step. */
interface Row {
  readonly step: number;
  readonly values: Map<string, unknown>;
}

/** Measurements of one step that follow each other, each name once. */
function* rowsOf(records: Iterable<PointsRecord>): Generator<Row> {
  let row: Row | undefined;
  for (const { names, steps, epochs, times, values } of records)
    for (const [at, name] of names.entries()) {
      if (row && (row.step !== steps[at] || row.values.has(name))) {
        yield row;
        row = undefined;
      }
      row ??= {
        step: steps[at],
        values: new Map([
          ['_step', steps[at]],
          ['_timestamp', times[at] / 1000],
          ['epoch', epochs[at]],
        ]),
      };
      row.values.set(name, values[at]);
    }
  if (row) yield row;
}

function writeRow(history: ProtobufWriter, { step, values }: Row): void {
  writeItems(history, fields.history.item, Object.fromEntries(values));
  history.message(fields.history.step, (inner) => inner.int(fields.step.num, step));
}

function writeItems(writer: ProtobufWriter, field: number, values: object): void {
  for (const [key, value] of Object.entries(values))
    if (value !== undefined)
      writer.message(field, (item) =>
        item.string(fields.item.key, key).string(fields.item.json, jsonOf(value)),
      );
}

/** W&B takes these words for numbers that JSON does not have. */
function jsonOf(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'number' && !Number.isFinite(inner) ? `${inner}` : inner,
  );
}

/** Cuts records into blocks. */
class LevelLog {
  #at = 0;

  header(): Uint8Array {
    this.#at = headerBytes;
    return Uint8Array.from([...Buffer.from(':W&B'), 0xe1, 0xbe, 0]);
  }

  bytesOf(record: Uint8Array): Uint8Array {
    const parts: Uint8Array[] = [];
    for (let from = 0, isFirst = true; isFirst || from < record.length; isFirst = false) {
      let room = blockBytes - (this.#at % blockBytes);
      if (room < headerBytes) {
        parts.push(new Uint8Array(room));
        this.#at += room;
        room = blockBytes;
      }
      const piece = record.subarray(from, from + room - headerBytes);
      from += piece.length;
      parts.push(this.#piece(piece, kindOf(isFirst, from === record.length)));
    }
    return Buffer.concat(parts);
  }

  #piece(piece: Uint8Array, kind: number): Uint8Array {
    const bytes = Buffer.alloc(headerBytes + piece.length);
    bytes.writeUInt8(kind, 6);
    bytes.set(piece, headerBytes);
    // Of the kind and what follows it.
    bytes.writeUInt32LE(crc32(bytes.subarray(6)), 0);
    bytes.writeUInt16LE(piece.length, 4);
    this.#at += bytes.length;
    return bytes;
  }
}

function kindOf(isFirst: boolean, isLast: boolean): number {
  if (isFirst) return isLast ? kinds.whole : kinds.first;
  return isLast ? kinds.last : kinds.middle;
}
