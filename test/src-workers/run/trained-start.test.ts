import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { ExperimentInput } from '../../../src-shared/experiment/experiment';
import type { EngineChoice } from '../../../src-shared/protocol/worker-protocol';
import { relativeDistance } from '../relative-distance';
import { bindingPath } from '../tensorflow';
import { buildWorker } from './built-worker';
import { type GroupResult, trainWithWorkers } from './worker-group';

type Inference = NonNullable<ExperimentInput['inference']>;

let script: string;
let engine: EngineChoice;
beforeAll(async () => {
  script = await buildWorker();
  engine = { kind: 'tensorflow', binding: bindingPath() };
});

interface Begins {
  readonly inference?: Inference;
  readonly start?: ExperimentInput['start'];
  readonly devices?: number;
  readonly rate?: number;
  readonly steps?: number;
  readonly training?: ExperimentInput['training'];
}

const train = ({
  inference = {},
  start,
  devices = 1,
  rate = 0.01,
  steps = 12,
  training = {},
}: Begins): Promise<GroupResult> =>
  trainWithWorkers(
    script,
    {
      seed: 3,
      data: { dataset: 'digits' },
      model: { kind: 'mlp', hidden: [8], activation: 'relu' },
      ...(start ? { start } : {}),
      inference: { klWarmup: 0, ...inference } as Inference,
      training: {
        samples: inference.method === 'point-estimate' ? 1 : 4,
        batchSize: 256,
        steps,
        optimizer: { kind: 'adam', learningRate: rate },
        schedule: { kind: 'constant' },
        ...training,
      },
      parallel: {
        mode: devices === 1 ? 'local' : 'sp',
        devices: Array.from({ length: devices }, (_, index) => `cpu:${index}`),
      },
    },
    engine,
  );

const fileOf = ({ folder }: GroupResult) => join(folder, 'posterior.safetensors');
const still = 1e-30;

function expectSame(one: GroupResult, other: GroupResult): void {
  expect([...one.posterior.keys()]).toEqual([...other.posterior.keys()]);
  for (const [name, values] of other.posterior)
    expect(relativeDistance(one.posterior.get(name) ?? [], values), name).toBeLessThan(1e-5);
}

/** Of the first step. */
function divergence({ messages }: GroupResult): number | undefined {
  const points = messages.flatMap((message) => (message.type === 'metrics' ? message.points : []));
  return points.find(({ name }) => name === 'train.kl')?.value;
}

test.each<[string, Inference]>([
  ['variational', {}],
  ['point-estimate', { method: 'point-estimate' }],
  ['deep-ensemble', { method: 'deep-ensemble' }],
])(
  'a run of method %s begins where another ended, with each number that was trained',
  async (_name, inference) => {
    const first = await train({ inference });
    const next = await train({ inference, start: { file: fileOf(first) }, rate: still, steps: 1 });
    expectSame(next, first);
  },
);

test('begins afresh what it is told to', async () => {
  const inference = { method: 'point-estimate' } as const;
  const first = await train({ inference });
  const begun = { start: { file: fileOf(first), fresh: ['last'] }, rate: still, steps: 1 };
  const next = await train({ inference, ...begun });
  const distance = (name: string) =>
    relativeDistance(next.posterior.get(name) ?? [], first.posterior.get(name) ?? []);
  expect(distance('layers.0.weight')).toBeLessThan(1e-6);
  expect(distance('layers.1.weight')).toBeGreaterThan(0.1);
});

test.each<[string, Inference]>([
  ['around trained weights (MOPED)', { prior: { kind: 'moped', fraction: 0.2 } }],
  ['that is a run’s posterior', { prior: { kind: 'posterior' } }],
])('a prior %s is the same over two workers as on one', async (_name, inference) => {
  const first = await train({});
  const file = fileOf(first);
  const isOfPrior = inference.prior?.kind === 'posterior';
  const begun: Begins = isOfPrior
    ? { inference: { prior: { kind: 'posterior', file } } }
    : { inference, start: { file } };
  const [one, two] = [await train(begun), await train({ ...begun, devices: 2 })];
  expectSame(two, one);
  expect(
    relativeDistance(
      one.posterior.get('layers.0.weight.mean') ?? [],
      first.posterior.get('layers.0.weight.mean') ?? [],
    ),
  ).toBeGreaterThan(1e-4);
});

test('a posterior that is the prior does not diverge from it at first', async () => {
  const first = await train({});
  const next = await train({ inference: { prior: { kind: 'posterior', file: fileOf(first) } }, steps: 1 });
  // In nats per item; what is left is rounding of float32 in sums of some hundred weights.
  expect(divergence(first)).toBeGreaterThan(0.1);
  expect(Math.abs(divergence(next) ?? Number.NaN)).toBeLessThan(1e-5);
});

test.each<[string, Inference]>([
  ['variational', {}],
  ['ivon', { method: 'ivon' }],
  ['deep-ensemble', { method: 'deep-ensemble' }],
])('frozen layers of method %s stay as they begin, whatever decays, as points', async (_name, inference) => {
  const optimizer = { kind: 'adamw', learningRate: 0.01, weightDecay: 1 } as const;
  const begun: Begins = { inference, training: { frozen: ['layers.0'], optimizer } };
  const [early, late] = [await train({ ...begun, steps: 1 }), await train({ ...begun, steps: 9 })];
  const frozen = ({ posterior }: GroupResult) =>
    [...posterior].filter(([name]) => name.startsWith('layers.0'));
  expect(frozen(late).map(([name]) => name)).toEqual(['layers.0.weight', 'layers.0.bias']);
  expect(frozen(late)).toEqual(frozen(early));
  const last = ({ posterior }: GroupResult) =>
    [...posterior].find(([name]) => name.startsWith('layers.1.weight'))?.[1];
  expect(last(late)).not.toEqual(last(early));
});
