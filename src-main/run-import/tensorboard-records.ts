import { createReadStream } from 'node:fs';
import { BadInputError } from '../../src-shared/errors';
import { type ProtobufField, protobufFields } from '../../src-shared/formats/protobuf-reader';
import type { LogsRecord, PointsRecord } from '../run-export/run-record';
import { endTag, epochTag, fields, headTag } from '../run-export/tensorboard-file';
import { CutOffError, decodeRecords } from '../tensorboard/tf-record';
import { type EventFolder, eventFoldersOf } from './event-files';
import { inOrderOfTime } from './in-order-of-time';
import { MetricNames } from './metric-names';
import { noteRecord } from './note-record';

/** So many points become one record. */
const pointsPerRecord = 20_000;

/** One summary of an event: a number or a text. */
interface Summary {
  readonly tag: string;
  readonly step: number;
  /** Milliseconds since the Unix epoch. */
  readonly time: number;
  readonly content: number | string;
}

type Columns = { [Column in Exclude<keyof PointsRecord, 'type'>]: PointsRecord[Column][number][] };

/** A measured number, with the epoch that was told before it. */
interface Scalar extends Summary {
  readonly content: number;
  readonly epoch: number;
}

/**
 * What TensorBoard's event files hold, ours or another program's: the text of the run's settings where there is one,
 * then its scalars, and a note where another program's file ends within a record. Those of folders within the one that is
 * named come in order of time, each with its folder's name in front. Throws BadInputError naming the first record that is
 * damaged, for a file of ours without its end, for one of ours among others, and for two metrics that would share a name.
 * @param path an event file, or a folder of those of one run
 */
export async function* tensorboardContents(
  path: string,
  onRead: (bytes: number) => void,
): AsyncGenerator<string | PointsRecord | LogsRecord> {
  const folders = await eventFoldersOf(path);
  const count = folders.reduce((sum, { files }) => sum + files.length, 0);
  const names = new MetricNames(path);
  let columns = emptyColumns();
  const sources = folders.map((folder) => contentsOf(folder, names, onRead));
  for await (const part of inOrderOfTime(sources, timeOf)) {
    if (typeof part === 'string' && count > 1)
      throw new BadInputError(
        `${path} holds ${count} event files, of which one is a run of its own; import it by its file.`,
      );
    if (typeof part === 'string' || 'lines' in part) yield part;
    else push(columns, part);
    if (columns.names.length < pointsPerRecord) continue;
    yield { type: 'points', ...columns };
    columns = emptyColumns();
  }
  if (columns.names.length > 0) yield { type: 'points', ...columns };
}

/** Settings and notes come as soon as they are read. */
function timeOf(part: string | Scalar | LogsRecord): number {
  return typeof part === 'object' && 'time' in part ? part.time : Number.NEGATIVE_INFINITY;
}

async function* contentsOf(
  { name, files }: EventFolder,
  names: MetricNames,
  onRead: (bytes: number) => void,
): AsyncGenerator<string | Scalar | LogsRecord> {
  for (const file of files) {
    // The folder of a run of ours has the run's name.
    let folder = name;
    for await (const part of partsOf(file, onRead)) {
      if (typeof part === 'string') folder = '';
      yield typeof part === 'object' && 'tag' in part ? { ...part, tag: names.of(folder, part.tag) } : part;
    }
  }
}

async function* partsOf(
  file: string,
  onRead: (bytes: number) => void,
): AsyncGenerator<string | Scalar | LogsRecord> {
  let epoch = 0;
  for await (const summary of wholeRun(file, onRead)) {
    if (summary === 'cut') {
      yield noteRecord(`${file} ends within a record; the run is what stands before that.`);
      continue;
    }
    const { tag, content } = summary;
    if (typeof content === 'string') {
      if (tag === headTag) yield content;
    } else if (tag === epochTag) epoch = content;
    else yield { ...summary, content, epoch };
  }
}

/** All summaries; of a file of ours to its end, of which others' files say nothing: last `cut` where one ends within a record. */
async function* wholeRun(file: string, onRead: (bytes: number) => void): AsyncGenerator<Summary | 'cut'> {
  let isWhole = true;
  try {
    for await (const summary of summaries(file, onRead)) {
      if (summary.tag === headTag) isWhole = false;
      if (summary.tag === endTag) isWhole = true;
      yield summary;
    }
  } catch (error) {
    if (!(error instanceof CutOffError)) throw error;
    if (isWhole) yield 'cut';
  }
  if (!isWhole)
    throw new BadInputError(`${file} is cut off: the end of its run is missing; export the run again.`);
}

async function* summaries(file: string, onRead: (bytes: number) => void): AsyncGenerator<Summary> {
  for await (const record of decodeRecords(bytesOf(file, onRead), file)) {
    try {
      yield* summariesOf(record);
    } catch (error) {
      throw new BadInputError(`${file} is no TensorBoard file: ${(error as Error).message}`);
    }
  }
}

async function* bytesOf(file: string, onRead: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  for await (const piece of createReadStream(file, { highWaterMark: 1 << 20 })) {
    const bytes: Uint8Array = piece;
    onRead(bytes.length);
    yield bytes;
  }
}

/** One after the other: a record of a few megabytes may hold millions of them. */
function* summariesOf(record: Uint8Array): Generator<Summary> {
  const event = byField(record, Object.values(fields.event));
  const seconds = numberIn(event, fields.event.wallTime);
  const step = numberIn(event, fields.event.step);
  const summary = event.get(fields.event.summary)?.value;
  if (!(summary instanceof Uint8Array)) return;
  // Whole microseconds: seconds as a double have no more of them.
  const time = Math.round(seconds * 1e6) / 1e3;
  for (const { field, value } of protobufFields(summary)) {
    const isValue = field === fields.summary.value && value instanceof Uint8Array;
    const { tag = '', content } = isValue ? readValue(value) : {};
    if (content !== undefined) yield { tag, step, time, content };
  }
}

/** No content where it is a picture, a histogram or another thing that is no metric. */
function readValue(bytes: Uint8Array): Partial<Pick<Summary, 'tag' | 'content'>> {
  const value = byField(bytes, Object.values(fields.value));
  const tag = textIn(value, fields.value.tag);
  const simple = value.get(fields.value.simpleValue)?.value;
  if (typeof simple === 'number') return { tag, content: simple };
  const tensor = value.get(fields.value.tensor)?.value;
  const content =
    tensor instanceof Uint8Array ? contentOf(byField(tensor, Object.values(fields.tensor))) : undefined;
  return content === undefined ? {} : { tag, content };
}

/** The single number or text of a tensor. */
function contentOf(tensor: Fields): number | string | undefined {
  const { type, tensor: inTensor } = fields;
  switch (numberIn(tensor, inTensor.type)) {
    case type.text:
      return textIn(tensor, inTensor.texts);
    case type.double:
      return floatIn(tensor, inTensor.doubles, 8);
    case type.float:
      return floatIn(tensor, inTensor.floats, 4);
    default:
      return undefined;
  }
}

/** One number, as the tensor's bytes or in its list; undefined where there are more. */
function floatIn(tensor: Fields, list: number, bytes: 4 | 8): number | undefined {
  const found = (tensor.get(fields.tensor.content) ?? tensor.get(list))?.value;
  if (typeof found === 'number' || found === undefined) return found;
  if (found.length !== bytes) return undefined;
  const view = new DataView(found.buffer, found.byteOffset, bytes);
  return bytes === 8 ? view.getFloat64(0, true) : view.getFloat32(0, true);
}

type Fields = ReadonlyMap<number, ProtobufField>;

/** The fields of a message that are wanted; of one that is there twice the last, as the format has it. */
function byField(bytes: Uint8Array, wanted: readonly number[]): Fields {
  const found = new Map<number, ProtobufField>();
  for (const each of protobufFields(bytes)) if (wanted.includes(each.field)) found.set(each.field, each);
  return found;
}

/** Zero, as the format has it, where the field is missing. */
function numberIn(message: Fields, field: number): number {
  const value = message.get(field)?.value;
  return typeof value === 'number' ? value : 0;
}

function textIn(message: Fields, field: number): string {
  const value = message.get(field)?.value;
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : '';
}

function emptyColumns(): Columns {
  return { names: [], steps: [], epochs: [], times: [], values: [] };
}

function push(columns: Columns, { tag, step, epoch, time, content }: Scalar): void {
  columns.names.push(tag);
  columns.steps.push(step);
  columns.epochs.push(epoch);
  columns.times.push(time);
  columns.values.push(content);
}
