import { expect, test } from 'vitest';
import { nameOf } from '../../../src-shared/experiment/choice';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import { methods } from '../../../src-shared/experiment/methods';
import { methodVariants } from '../../../src-shared/study/study-methods';
import { planStudy } from '../../../src-shared/study/study-plan';

const base = experimentSchema.parse({
  data: { dataset: 'yacht' },
  model: { kind: 'mlp', hidden: [50] },
  inference: { method: 'ivon', learningRate: 0.2, noise: { kind: 'learned', std: 0.3 } },
  training: { samples: 8 },
  parallel: { mode: 'sp', devices: ['cpu:0', 'cpu:1'] },
});
const all = methods.map((choice) => nameOf(choice, 'method'));

test('every method can be held against every other on the same data: the plan of all is runs, not refusals', () => {
  const checked = planStudy({
    name: 'All',
    kind: 'grid',
    base,
    grid: { variants: methodVariants(base, all), seeds: [0, 1] },
  });
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  expect(checked.plan.runs).toHaveLength(2 * all.length);
});

test('each keeps what all methods share, and its own settings where the base is of that method', () => {
  const [ivon, point] = methodVariants(base, ['ivon', 'point-estimate']);
  expect(ivon?.settings.inference).toMatchObject({ method: 'ivon', learningRate: 0.2 });
  expect(point?.settings).toMatchObject({
    inference: { method: 'point-estimate', noise: { kind: 'learned', std: 0.3 } },
    'training.samples': 1,
    'parallel.mode': 'local',
    'parallel.devices': ['cpu:0'],
  });
  expect(point?.settings.inference).not.toHaveProperty('learningRate');
});

test('dropout gets units to drop where the network drops none', () => {
  const [dropout] = methodVariants(base, ['mc-dropout']);
  expect(dropout?.settings['model.dropout']).toBe(0.1);
});
