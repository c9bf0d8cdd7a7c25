import { describe, expect, test } from 'vitest';
import { lastLinesOf } from '../../../src-main/cluster/job-output';

const why = 'Training diverged: the negative log-likelihood was no longer a finite number at step 3.';

/** As torchrun of PyTorch 2.6 ends under srun where two processes leave with a sentence. */
const output = `Epoch 1 of 3
${why}
${why}
W1130 10:12:01.512000 4711 torch/distributed/elastic/multiprocessing/api.py:897] Sending process 4713 closing signal SIGTERM
E1130 10:12:01.812000 4711 torch/distributed/elastic/multiprocessing/api.py:869] failed (exitcode: 1) local_rank: 0 (pid: 4712) of binary: /opt/python/bin/python3.12
Traceback (most recent call last):
  File "/opt/python/bin/torchrun", line 8, in <module>
    sys.exit(main())
             ^^^^^^
  File "/opt/python/lib/torch/distributed/launcher/api.py", line 269, in launch_agent
    raise ChildFailedError(
torch.distributed.elastic.multiprocessing.errors.ChildFailedError: 
============================================================
train.py FAILED
------------------------------------------------------------
Failures:
[1]:
  time      : 2026-11-30_10:12:01
  host      : n1
  rank      : 1 (local_rank: 1)
  exitcode  : 1 (pid: 4713)
  error_file: <N/A>
  traceback : To enable traceback see: https://pytorch.org/docs/stable/elastic/errors.html
------------------------------------------------------------
Root Cause (first observed failure):
[0]:
  time      : 2026-11-30_10:12:01
  host      : n1
  rank      : 0 (local_rank: 0)
  exitcode  : 1 (pid: 4712)
  error_file: <N/A>
  traceback : To enable traceback see: https://pytorch.org/docs/stable/elastic/errors.html
============================================================
srun: error: n1: task 0: Exited with exit code 1
`;

describe('the end of a job’s output', () => {
  test('is what its processes and SLURM say, not torchrun’s account of them', () => {
    expect(lastLinesOf(output)).toEqual([
      'Epoch 1 of 3',
      why,
      why,
      'srun: error: n1: task 0: Exited with exit code 1',
    ]);
  });

  test('does not repeat the reason that is told by itself', () => {
    expect(lastLinesOf(output, why)).toEqual([
      'Epoch 1 of 3',
      'srun: error: n1: task 0: Exited with exit code 1',
    ]);
  });

  test('keeps tracebacks of the training itself, and no more than twenty lines', () => {
    const traceback = 'Traceback (most recent call last):\n  File "train.py", line 3\nRuntimeError: no NCCL';
    expect(lastLinesOf(`${traceback}\n${output}`, why)).toEqual([
      ...traceback.split('\n'),
      'Epoch 1 of 3',
      'srun: error: n1: task 0: Exited with exit code 1',
    ]);
    const many = Array.from({ length: 40 }, (_, at) => `line ${at}`);
    expect(lastLinesOf(many.join('\n'))).toEqual(many.slice(20));
  });

  test('of an older torchrun is free of its words, too', () => {
    expect(
      lastLinesOf(
        'ERROR:torch.distributed.elastic.multiprocessing.api:failed (exitcode: 1) local_rank: 0\nbye\n',
      ),
    ).toEqual(['bye']);
  });
});
