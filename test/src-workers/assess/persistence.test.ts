import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import { CheckedValues } from '../../../src-workers/assess/checked-values';
import { ValueJudge } from '../../../src-workers/assess/value-judge';
import { ValueSamples } from '../../../src-workers/evaluate/value-samples';
import { openRunData } from '../../../src-workers/kinds-of-data';
import { temporaryFolder } from '../../temporary-folder';

test('a series that goes on as it was is predicted by its last known value, step after step', async () => {
  const file = join(temporaryFolder(), 'series.csv');
  const values = Array.from({ length: 40 }, (_, step) => (step === 5 ? '' : String(step)));
  const rows = values.map(
    (value, step) =>
      `2026-01-${String(1 + Math.floor(step / 24)).padStart(2, '0')}T${String(step % 24).padStart(2, '0')}:00,${value}`,
  );
  writeFileSync(file, ['time,level', ...rows, ''].join('\n'));
  const data = {
    dataset: 'time-series',
    path: file,
    timeColumn: 'time',
    valueColumn: 'level',
    history: 3,
    horizon: 2,
    gaps: 'mask',
  };
  const experiment = experimentSchema.parse({
    data,
    model: { kind: 'transformer' },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });
  const run = await openRunData(experiment, file);
  const { task } = run;
  if (task.kind !== 'regression') throw new Error('A series has values.');
  // Windows that begin at steps 1 and 3: the last of 1, 2, 3, and of 3, 4 and a step that is not known.
  const last = run.persistenceOf?.(Uint32Array.of(1, 3)) ?? new Float32Array(0);
  const inUnit = Array.from(last, (one) => task.targetMean[0] + task.targetStd[0] * one);
  expect(inUnit.map((one) => one.toFixed(4))).toEqual(['3.0000', '3.0000', '4.0000', '4.0000']);
  run.close();
});

test('the skill over persistence is 1 less CRPS over distance, of values whose last one is known: by hand', () => {
  const predicted = new ValueSamples(1, { kind: 'by-sample', stds: Float64Array.of(1) }, 1);
  const units = { names: ['y'], mean: [0], std: [3] };
  const judge = () =>
    new ValueJudge(
      2,
      { trained: [Float32Array.of(-1, 0, 1)], units: [3], values: 1 },
      predicted,
      0,
      new CheckedValues(units, predicted, 0),
    );
  const known = judge();
  known.add(Float32Array.of(0, 0), Float32Array.of(0, 1), Float32Array.of(2, Number.NaN));
  // N(0, 1) at its centre has a CRPS of (sqrt 2 - 1) / sqrt pi (Gneiting and Raftery 2007), and the last value lay 2 away.
  const crps = (Math.SQRT2 - 1) / Math.sqrt(Math.PI);
  expect(known.scores()?.skill.persistence).toBeCloseTo(1 - crps / 2, 6);
  expect(known.scores()?.intervals.persistence).toHaveLength(2);
  const unknown = judge();
  unknown.add(Float32Array.of(0, 0), Float32Array.of(0, 1));
  expect(unknown.scores()?.skill).toEqual({ climatology: expect.any(Number) });
  expect(unknown.scores()?.intervals.persistence).toBeUndefined();
});
