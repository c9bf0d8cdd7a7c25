import { type ClusterOptions, processesOf } from '../../src-shared/cluster/cluster-options';
import { BadInputError } from '../../src-shared/errors';
import type { Experiment } from '../../src-shared/experiment/experiment';

/** Begins a line of the job's output that says what a person has to mend. */
export const problemMark = 'parasample-problem: ';

/** The file in the folder of the runs with the lines of shell that each job begins with. No window writes it. */
export const setupName = 'cluster-setup.sh';

/** The output of a job in its folder, by its number. */
export function outputName(jobId: string): string {
  return `job-${jobId}.out`;
}

/** The name of a run's jobs in SLURM. */
export function jobName(runId: string): string {
  return `parasample-${runId}`;
}

/**
 * The script that `sbatch` takes for a run: one torchrun on each node, as the project's own `job.sh` has it. It ends as srun, so
 * that SLURM's signals reach the training itself.
 * @param setup lines of shell that load or activate what has PyTorch and torch_blue
 */
export function jobScript(runId: string, options: ClusterOptions, setup: string): string {
  const { nodes, gpus, processes, cpus, partition, account, time, more } = options;
  const asked = [
    `--job-name=${jobName(runId)}`,
    '--output=job-%j.out',
    '--no-requeue',
    `--nodes=${nodes}`,
    '--ntasks-per-node=1',
    `--cpus-per-task=${cpus}`,
    ...(gpus > 0 ? [`--gpus-per-node=${gpus}`] : []),
    ...(partition === undefined ? [] : [`--partition=${partition}`]),
    ...(account === undefined ? [] : [`--account=${account}`]),
    ...(time === undefined ? [] : [`--time=${time}`]),
    ...more.map((option) => option.trim()),
  ];
  const local = gpus > 0 ? gpus : processes;
  return `#!/bin/bash
${asked.map((option) => `#SBATCH ${option}`).join('\n')}

cd "$SLURM_SUBMIT_DIR" || exit 1
${setup.trimEnd()}
if ! command -v torchrun > /dev/null; then
  echo "${problemMark}There is no torchrun on node $(hostname -s): write the lines that load or activate a Python with PyTorch and torch_blue into ${setupName} in the folder of the runs."
  exit 1
fi
export OMP_NUM_THREADS=${Math.max(1, Math.floor(cpus / local))}
if [ "$SLURM_JOB_NUM_NODES" -gt 1 ]; then
  first_node=$(scontrol show hostnames "$SLURM_JOB_NODELIST" | head -n 1)
  meet=(--nnodes "$SLURM_JOB_NUM_NODES" --rdzv-id "$SLURM_JOB_ID" --rdzv-backend c10d
    --rdzv-endpoint "$first_node:$((20000 + SLURM_JOB_ID % 10000))")
else
  meet=(--standalone)
fi
exec srun --cpus-per-task=${cpus} --kill-on-bad-exit=1 torchrun "\${meet[@]}" --nproc-per-node ${local} train.py --id ${runId}
`;
}

/** Throws BadInputError where so many processes cannot share the experiment's samples and items. */
export function refuseProcesses({ training, parallel }: Experiment, options: ClusterOptions): void {
  const processes = processesOf(options);
  const { mode, dataGroups = 1 } = parallel;
  if (mode === 'hybrid' && processes % dataGroups !== 0)
    throw new BadInputError(
      `${processes} processes do not divide into ${dataGroups} data groups (parallel.dataGroups); ask for a multiple of ${dataGroups}.`,
    );
  const sampleGroups = mode === 'ddp' ? 1 : mode === 'hybrid' ? processes / dataGroups : processes;
  if (training.samples < sampleGroups)
    throw new BadInputError(
      `${processes} processes are more than the ${training.samples} weight samples of a step (training.samples); ask for fewer nodes, GPUs or processes, or draw more samples.`,
    );
}

/** What a job's output says went wrong, as a sentence; undefined where it says nothing that is known. */
export function problemIn(output: string): string | undefined {
  const lines = output.split('\n').map((line) => line.trim());
  // First, since without its modules a node lacks torchrun, too.
  if (/\bmodule: (command )?not found/.test(output))
    return `The node knows no command module: begin ${setupName} in the folder of the runs with the line that makes it, such as \`source /etc/profile\`.`;
  const told = lines.find((line) => line.startsWith(problemMark));
  if (told !== undefined) return told.slice(problemMark.length);
  const missing = /ModuleNotFoundError: No module named '([\w.]+)'/.exec(output)?.[1];
  if (missing !== undefined)
    return `Python on the node lacks the package ${packageOf(missing)}: install what requirements.txt in the job’s folder names, or write the lines that activate a Python that has it into ${setupName} in the folder of the runs.`;
  const error = lines
    .filter((line) => /^(\[rank\d+\]: ?)?\w*(Error|Exception|SystemExit)\b: /.test(line))
    .at(-1);
  if (error !== undefined) return error.replace(/^\[rank\d+\]: ?/, '');
  const slurm = lines.filter((line) => /^(srun|slurmstepd): error: /.test(line)).at(0);
  return slurm?.replace(/^\w+: error: /, '');
}

/** The name under which pip has it. */
function packageOf(module: string): string {
  return (module.split('.')[0] ?? module).replace('torch_blue', 'torch-blue');
}
