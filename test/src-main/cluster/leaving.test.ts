import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { appFolders } from '../../../src-files/app-folders';
import { wholeRecords } from '../../../src-main/cluster/job-log';
import { recordOf } from '../../../src-main/run-import/json-records';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import { projectOf } from '../../parity/cluster-project';
import { temporaryFolder } from '../../temporary-folder';

const python = join(appFolders().cache, 'parity', 'bin', 'python');
const stepsOfEpoch = 2;
/** The end of an epoch with its checkpoint, and the middle of one. */
const [atEnd, inMiddle] = [2 * stepsOfEpoch, 2 * stepsOfEpoch + 1];

/** All that a log measured, in its order, without the times. */
function measured(file: string) {
  const { lines } = wholeRecords(readFileSync(file, 'utf8'));
  return lines.flatMap(({ record }) => {
    const found = recordOf(record, file);
    if (found.type !== 'points') return [];
    return found.names.map((name, at) => `${found.steps[at]} ${name} ${found.values[at]}`);
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

test('a job that is told to leave writes where it stands at once, and measures what it owes once it goes on', async ({
  skip,
}) => {
  if (!existsSync(python))
    return skip('there is no Python with PyTorch and torch_blue; `npm run parity` installs it.');
  const experiment = experimentSchema.parse({
    name: 'Leaves',
    data: { dataset: 'digits' },
    model: { kind: 'mlp', hidden: [4] },
    training: {
      samples: 1,
      batchSize: 1000,
      lastBatch: 'keep',
      epochs: 4,
      leastSteps: 0,
      earlyStopping: { patienceEpochs: 3 },
      checkpoint: { everySteps: stepsOfEpoch },
    },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });
  const project = await projectOf(temporaryFolder(), experiment, 'project');
  const script = join(import.meta.dirname, 'leave_and_go_on.py');
  const world = { RANK: '0', LOCAL_RANK: '0', WORLD_SIZE: '1', MASTER_ADDR: '127.0.0.1' };
  const env = {
    ...process.env,
    ...world,
    MASTER_PORT: `${await freePort()}`,
    OMP_NUM_THREADS: '1',
    PYTHONDONTWRITEBYTECODE: '1',
  };
  await promisify(execFile)(python, [script, project, `${atEnd}`, `${inMiddle}`], { env });

  const whole = measured(join(project, 'whole', 'run.json'));
  expect(measured(join(project, 'parts', 'run.json'))).toEqual(whole);
  const ofEpoch = whole.filter((point) => point.startsWith(`${atEnd} validation.`));
  expect(ofEpoch).not.toEqual([]);
  const left = measured(join(project, `left-${atEnd}.json`));
  expect(left).toEqual(whole.slice(0, whole.indexOf(ofEpoch[0] ?? '')));
  const every = [2, 4, 6, 8];
  expect(JSON.parse(readFileSync(join(project, 'kept.json'), 'utf8'))).toEqual([...every, 2, 4, 5, 6, 8]);
}, 400_000);
