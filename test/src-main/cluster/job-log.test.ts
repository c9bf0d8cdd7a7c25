import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { JobLog, wholeRecords } from '../../../src-main/cluster/job-log';
import { temporaryFolder } from '../../temporary-folder';

const line = '{"type": "logs", "lines": [{"time": 1, "level": "info", "text": "one, [two] {three}"}]}';
const points =
  '{"type": "points", "names": ["train.loss"], "steps": [1], "epochs": [0.5], "times": [2], "values": ["NaN"]}';

test('however a log is cut into pieces, each record is read once', async () => {
  const text = `[\n${line},\n${points},\n${line}\n]\n`;
  for (let cut = 0; cut <= text.length; cut += 1) {
    const folder = temporaryFolder();
    const file = join(folder, 'run.json');
    writeFileSync(file, text.slice(0, cut));
    const log = new JobLog(folder, 0);
    const looks = [await log.look()];
    appendFileSync(file, text.slice(cut));
    looks.push(await log.look(), await log.look());
    const types = looks
      .flatMap((look) => (look.kind === 'records' ? look.records : []))
      .map(({ type }) => type);
    expect(types, `cut after ${cut}`).toEqual(['logs', 'points', 'logs']);
    rmSync(folder, { recursive: true });
  }
});

test('a record without its end waits', () => {
  expect(wholeRecords(`[\n${line},\n{"type": "po`)).toEqual({
    lines: [{ record: line, end: line.length + 4 }],
    taken: line.length + 4,
  });
  expect(wholeRecords('{"type"')).toEqual({ lines: [], taken: 0 });
});

test('a log that is not there yet is none, one that is there no more or shorter is lost', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'run.json');
  const log = new JobLog(folder, 0);
  expect(await log.look()).toEqual({ kind: 'none' });
  writeFileSync(file, `[\n${line}`);
  expect(await log.look()).toMatchObject({ kind: 'records', records: [{ type: 'logs' }] });
  writeFileSync(file, '[\n');
  expect(await log.look()).toEqual({ kind: 'lost' });
  rmSync(file);
  expect(await log.look()).toEqual({ kind: 'lost' });
});

test('records around a line that is none are read once each, and the line is told once', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'run.json'), `[\n${line},\nTraceback of a node,\n${points},\n${line}\n]\n`);
  const log = new JobLog(folder, 0);
  expect(await log.look()).toMatchObject({ kind: 'records', records: [{ type: 'logs' }] });
  await expect(log.look()).rejects.toThrow('is not valid JSON');
  expect(await log.look()).toMatchObject({
    kind: 'records',
    records: [{ type: 'points' }, { type: 'logs' }],
  });
  expect(await log.look()).toEqual({ kind: 'records', records: [] });
});

test('zero bytes, where a file system has no content yet, are waited for', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'run.json');
  const zeros = '\0'.repeat(points.length);
  writeFileSync(file, `[\n${line},\n${zeros},\n${line}\n]\n`);
  const log = new JobLog(folder, 0);
  expect(await log.look()).toMatchObject({ kind: 'records', records: [{ type: 'logs' }] });
  expect(await log.look()).toEqual({ kind: 'records', records: [] });
  writeFileSync(file, `[\n${line},\n${points},\n${line}\n]\n`);
  expect(await log.look()).toMatchObject({
    kind: 'records',
    records: [{ type: 'points' }, { type: 'logs' }],
  });
});
