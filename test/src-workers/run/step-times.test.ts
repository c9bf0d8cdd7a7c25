import { expect, test } from 'vitest';
import type { ExperimentInput } from '../../../src-shared/experiment/experiment';
import { buildWorker } from './built-worker';
import { newRunFolder, TestCrew } from './worker-crew';

test('every worker tells the parts of its steps, which add up, its share of each validation and the cores it keeps busy', async () => {
  const input: ExperimentInput = {
    data: { dataset: 'digits', validationFraction: 0.2 },
    model: { kind: 'mlp', hidden: [8] },
    training: { samples: 2, batchSize: 256, epochs: 2 },
    parallel: { mode: 'sp', devices: ['cpu:0', 'cpu:1'] },
  };
  const crew = new TestCrew(await buildWorker(), newRunFolder(), input, { kind: 'javascript' });
  await crew.over;
  const valuesOf = (name: string) =>
    crew.points.filter((point) => point.name === name).map(({ value }) => value);
  for (const rank of [0, 1]) {
    const [step, ...parts] = ['stepMs', 'inputMs', 'computeMs', 'exchangeMs'].map((name) =>
      valuesOf(`worker.${rank}.${name}`),
    );
    expect(step?.length).toBeGreaterThan(0);
    for (const [at, stepMs] of (step ?? []).entries()) {
      expect(parts.every((part) => (part[at] ?? -1) >= 0)).toBe(true);
      expect(parts.reduce((sum, part) => sum + (part[at] ?? 0), 0)).toBeCloseTo(stepMs, 6);
    }
    const busy = valuesOf(`worker.${rank}.busyCores`);
    expect(busy).toHaveLength(step?.length ?? 0);
    expect(Math.max(...busy)).toBeGreaterThan(0.05);
    const validations = valuesOf(`worker.${rank}.evaluationMs`);
    expect(validations).toHaveLength(2);
    expect(validations.every((ms) => ms > 0)).toBe(true);
  }
});
