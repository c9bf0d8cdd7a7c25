import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { importRun } from '../../src-main/run-import/import-run';
import { recordsOfFile } from '../../src-main/run-import/run-file';
import { openStore } from '../../src-main/store/store';
import { experimentSchema } from '../../src-shared/experiment/experiment';
import { temporaryFolder } from '../temporary-folder';

/** What TensorBoard's own reader finds in a folder: `[step, seconds, value]` by tag. */
type EventReading = Readonly<Record<string, readonly (readonly [number, number, string])[]>>;

export function eventReadings(folder: string): readonly (readonly [string, EventReading])[] {
  return Object.entries(JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')));
}

/** The folder becomes a run that has each of these points, and no others. Returns the run's log. */
export async function expectSameEvents(folder: string, expected: EventReading): Promise<readonly string[]> {
  const home = temporaryFolder();
  const store = openStore(home);
  onTestFinished(() => store.close());
  const experiment = experimentSchema.parse({
    data: { dataset: 'digits' },
    model: { kind: 'mlp' },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });
  const records = recordsOfFile({ file: folder, experiment, onRead: () => undefined });
  const { runId } = await importRun({ home, store, fileName: folder, records });
  const points = store.reader.points(runId, 0);
  const wanted = Object.entries(expected).flatMap(([name, events]) =>
    events.map(([step, seconds, value]) => ({ name, step, time: 1000 * seconds, value: numberOf(value) })),
  );
  const found = points.map(({ name, step, time, value }) => ({ name, step, time, value }));
  expect(new Set(found)).toEqual(new Set(wanted));
  expect(found).toHaveLength(wanted.length);
  const times = found.map(({ time }) => time);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  return store.reader.logs(runId, 0).map(({ text }) => text);
}

/** Numbers as Python writes them, read by JavaScript. */
function numberOf(text: string): number {
  if (text === 'nan') return Number.NaN;
  return Number(text.replace('inf', 'Infinity'));
}
