import { expect, test } from 'vitest';
import { refuseProcesses } from '../../../src-main/cluster/job-script';
import {
  type ClusterOptionsInput,
  clusterOptionsSchema,
  onCluster,
} from '../../../src-shared/cluster/cluster-options';
import { type ExperimentInput, experimentSchema } from '../../../src-shared/experiment/experiment';

function complaintOf(options: ClusterOptionsInput): string | undefined {
  return clusterOptionsSchema.safeParse(options).error?.issues[0]?.message;
}

function experiment(parallel: Partial<ExperimentInput['parallel']> = {}) {
  return experimentSchema.parse({
    name: 'Demo',
    data: { dataset: 'digits' },
    model: { kind: 'mlp' },
    training: { samples: 4 },
    parallel: { mode: 'local', devices: ['cpu:0'], ...parallel },
  });
}

test.each(['90', '04:00:00', '10:00', '2-12', '1-06:30:00'])(
  'the time limit %s is one of SLURM’s',
  (time) => {
    expect(complaintOf({ time })).toBeUndefined();
  },
);

test.each([
  [{ time: '4h' }, 'The time limit is minutes (90), hours:minutes:seconds (04:00:00) or days-hours (2-12).'],
  [{ nodes: Number.NaN }, 'Nodes are a whole number from 1 to 10,000.'],
  [{ gpus: 1.5 }, 'GPUs of each node are a whole number from 0 to 64.'],
  [{ processes: 0 }, 'Processes on each node are a whole number from 1 to 1,024.'],
  [{ cpus: 1e9 }, 'CPUs of each node are a whole number from 1 to 4,096.'],
  [{ partition: 'gpu --wrap=x' }, 'A name has letters, digits and . , : @ + - _ alone.'],
  ...[
    '--mem=32G\nrm -r ~',
    '--comment=x --output=/home/ada/.profile',
    '--comment=x\t--array=0-99',
    '--comment="x',
    "--comment='",
    '--comment=\\',
    '--comment=x#',
  ].map(
    (option) =>
      [
        { more: [option] },
        'An option of sbatch is written out, such as --mem=32G, without spaces, quotes, backslashes or #.',
      ] as const,
  ),
  [
    { more: ['--output=/home/ada/.profile'] },
    '--output is none of the options of sbatch that can be added: those that say which nodes a job gets and when, such as --mem, --qos, --constraint, --gres or --reservation.',
  ],
] as const)('%o is refused', (options, complaint) => {
  expect(
    complaintOf({
      ...options,
      ...('more' in options ? { more: [...options.more] } : {}),
    } as ClusterOptionsInput),
  ).toBe(complaint);
});

test.each([
  '--mem=32G',
  '--constraint=[a100*2&ib]',
  '--nodelist=n[1-3,7]',
  '--exclusive',
  '--gres=gpu:a100:2',
])('%s is taken', (option) => {
  expect(complaintOf({ more: [option] })).toBeUndefined();
});

test('a run has a device for each process, and one machine’s samples are spread over several', () => {
  const options = clusterOptionsSchema.parse({ nodes: 2, gpus: 2 });
  expect(onCluster(experiment(), options).parallel).toMatchObject({
    mode: 'sp',
    devices: ['gpu:0', 'gpu:1', 'gpu:2', 'gpu:3'],
  });
  expect(onCluster(experiment(), clusterOptionsSchema.parse({})).parallel).toMatchObject({
    mode: 'local',
    devices: ['cpu:0'],
  });
});

test('processes that the samples or the data groups do not fill are refused', () => {
  const processes = (count: number) => clusterOptionsSchema.parse({ processes: count });
  expect(() => refuseProcesses(experiment(), processes(4))).not.toThrow();
  expect(() => refuseProcesses(experiment(), processes(5))).toThrow(
    '5 processes are more than the 4 weight samples of a step (training.samples)',
  );
  const hybrid = experiment({ mode: 'hybrid', dataGroups: 2, devices: ['cpu:0', 'cpu:1'] });
  expect(() => refuseProcesses(hybrid, processes(3))).toThrow('3 processes do not divide into 2 data groups');
});
