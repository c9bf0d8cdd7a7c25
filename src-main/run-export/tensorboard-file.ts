import { ProtobufWriter } from '../../src-shared/formats/protobuf-writer';
import { encodeRecord } from '../tensorboard/tf-record';
import { textForNotFinite } from './json-file';
import type { PointsRecord, RunHead } from './run-record';

/**
 * TensorBoard's event files: records of `Event` messages (tensorflow/core/util/event.proto) with one summary each.
 * Scalars are tensors of doubles, so that nothing is rounded.
 */

/** Holds the run's settings: TensorBoard shows it among its texts. */
export const headTag = 'parasample/run';
/** Ends a file of ours: one that is cut off between two records would else be a whole file of a shorter run. */
export const endTag = 'parasample/end';
/** TensorBoard knows no epochs: their own scalar, written whenever it changes, tells those of the points behind it. */
export const epochTag = 'parasample/epoch';

/** Numbers of fields and values in TensorFlow's message definitions. */
export const fields = {
  event: { wallTime: 1, step: 2, fileVersion: 3, summary: 5 },
  summary: { value: 1 },
  value: { tag: 1, simpleValue: 2, tensor: 8, metadata: 9 },
  metadata: { pluginData: 1, dataClass: 4 },
  pluginData: { name: 1 },
  tensor: { type: 1, shape: 2, content: 4, floats: 5, doubles: 6, texts: 8 },
  dataClass: { scalar: 1, tensor: 2 },
  type: { float: 1, double: 2, text: 7 },
} as const;

export async function* tensorboardBytes(
  head: RunHead,
  records: Iterable<PointsRecord>,
): AsyncGenerator<Uint8Array> {
  const began = (head.started ?? head.created) / 1000;
  yield encodeRecord(
    new ProtobufWriter()
      .double(fields.event.wallTime, began)
      .string(fields.event.fileVersion, 'brain.Event:2')
      .finish(),
  );
  yield encodeRecord(textEvent(headTag, JSON.stringify(head, textForNotFinite), began));
  const scalars = new ScalarEvents();
  for (const record of records) yield scalars.bytesOf(record);
  yield encodeRecord(textEvent(endTag, 'the whole run', began));
}

/** Remembers which curves TensorBoard has been told about. */
class ScalarEvents {
  readonly #known = new Set<string>();
  #epoch: number | undefined;

  bytesOf({ names, steps, epochs, times, values }: PointsRecord): Uint8Array {
    const events: Uint8Array[] = [];
    for (const [at, name] of names.entries()) {
      const seconds = times[at] / 1000;
      if (epochs[at] !== this.#epoch) events.push(this.#scalar(epochTag, steps[at], seconds, epochs[at]));
      this.#epoch = epochs[at];
      events.push(this.#scalar(name, steps[at], seconds, values[at]));
    }
    return Buffer.concat(events);
  }

  #scalar(tag: string, step: number, seconds: number, value: number): Uint8Array {
    const isFirst = !this.#known.has(tag);
    this.#known.add(tag);
    const summary = new ProtobufWriter().message(fields.summary.value, (inner) => {
      inner.string(fields.value.tag, tag);
      if (isFirst) inner.message(fields.value.metadata, (data) => describe(data, 'scalars', 'scalar'));
      inner.message(fields.value.tensor, (tensor) => {
        tensor.int(fields.tensor.type, fields.type.double).message(fields.tensor.shape, () => {});
        tensor.bytes(fields.tensor.content, new Uint8Array(Float64Array.of(value).buffer));
      });
    });
    return encodeRecord(eventOf(seconds, step, summary));
  }
}

function textEvent(tag: string, text: string, seconds: number): Uint8Array {
  const summary = new ProtobufWriter().message(fields.summary.value, (inner) => {
    inner.string(fields.value.tag, tag);
    inner.message(fields.value.metadata, (data) => describe(data, 'text', 'tensor'));
    inner.message(fields.value.tensor, (tensor) => {
      tensor.int(fields.tensor.type, fields.type.text).message(fields.tensor.shape, () => {});
      tensor.string(fields.tensor.texts, text);
    });
  });
  return eventOf(seconds, 0, summary);
}

function describe(metadata: ProtobufWriter, plugin: string, dataClass: 'scalar' | 'tensor'): void {
  metadata.message(fields.metadata.pluginData, (data) => data.string(fields.pluginData.name, plugin));
  metadata.int(fields.metadata.dataClass, fields.dataClass[dataClass]);
}

function eventOf(seconds: number, step: number, summary: ProtobufWriter): Uint8Array {
  return new ProtobufWriter()
    .double(fields.event.wallTime, seconds)
    .int(fields.event.step, step)
    .bytes(fields.event.summary, summary.finish())
    .finish();
}
