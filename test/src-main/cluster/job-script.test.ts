import { expect, test } from 'vitest';
import { problemIn, problemMark } from '../../../src-main/cluster/job-script';

test.each([
  [
    'of a node without modules, and so without torchrun',
    `/var/spool/job00007/slurm_script: line 9: module: command not found\n${problemMark}There is no torchrun on node n1.`,
    'The node knows no command module: begin cluster-setup.sh in the folder of the runs with the line that makes it, such as `source /etc/profile`.',
  ],
  [
    'of a node without torchrun',
    `${problemMark}There is no torchrun on node n1.`,
    'There is no torchrun on node n1.',
  ],
  [
    'of a Python without torch_blue',
    "[rank1]: ModuleNotFoundError: No module named 'torch_blue.vi'",
    'Python on the node lacks the package torch-blue: install what requirements.txt in the job’s folder names, or write the lines that activate a Python that has it into cluster-setup.sh in the folder of the runs.',
  ],
])('what a job’s output says %s is a sentence with what to do', (_what, output, sentence) => {
  expect(problemIn(output)).toBe(sentence);
});
