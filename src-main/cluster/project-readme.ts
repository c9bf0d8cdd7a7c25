import type { Experiment } from '../../src-shared/experiment/experiment';

/** The README.md of a project for a cluster: what it is, the commands, and the way back. */
export function projectReadme({ name, parallel, training }: Experiment): string {
  const mesh = parallel.mode === 'hybrid' ? `, ${parallel.dataGroups ?? 1} data groups` : '';
  return `# ${name}, for a cluster

The experiment of \`experiment.json\` on PyTorch, torch_blue and torchrun, written by Parasample: the same split, batches,
objective, schedule and evaluation. ${training.samples} weight samples of a step are spread over all processes (mode \`${parallel.mode}\`${mesh}).

    pip install -r requirements.txt

One machine, a process for each of its GPUs (without GPUs: as many processes as you like):

    torchrun --standalone --nproc-per-node 4 train.py

Several machines, the same command on each, with the first one's name:

    torchrun --nnodes 2 --nproc-per-node 4 --rdzv-id 1 --rdzv-backend c10d --rdzv-endpoint FIRST:29500 train.py

SLURM (change its first lines to your machine):

    sbatch job.sh

\`--out DIR\` puts the results elsewhere; \`--seed N\` takes another seed.

## Back to Parasample

    parasample import run.json

makes a run like any other, with the posterior of \`posterior.safetensors\` beside it: \`parasample predict\` and
\`parasample export\` take it. The log of a job that was killed can be imported too; it has no posterior then.
\`state-dict.safetensors\` is the posterior for PyTorch: \`network.load_state_dict(safetensors.torch.load_file(...))\`.

## What to know

- Sample 7 of a step draws the same noise whichever process has it, so that results do not depend on the number of
  processes beyond rounding. The noise is PyTorch's, not Parasample's: single numbers differ from a run there, scores
  agree within what two seeds differ by.
- Weight samples are drawn one after the other in each process, and all of them are in memory at once
  (\`training.samplesPerPass\` is not used here).
- Checkpoints are written as the experiment says (\`training.checkpoint\`), and at SIGTERM, which SLURM sends at a time limit: the
  same command goes on from there. A file \`stop\` beside the results ends training early, with scores and posterior.

| file | what |
|---|---|
| \`train.py\` | the loop |
| \`mesh.py\` | who holds which samples and items; sums over processes |
| \`network.py\` | the network's first weights, KL divergence and draws |
| \`layers.py\`, \`prior.py\` | torch_blue's layers and priors as the experiment wants them |
| \`networks.py\` | the list of networks, each in a file of its name; \`dense_stack.py\`, \`attention.py\`, \`patches.py\`, \`windows.py\` are what they share |
| \`likelihood.py\`, \`objective.py\` | classes and values; \`elbo\` and \`pooled\`, exact or averaged |
| \`data.py\`, \`open_data.py\`, \`pictures.py\`, \`tables.py\`, \`series.py\`, \`fields.py\`, \`data/\` | the items, their split, standardisation and augmentation |
| \`schedule.py\` | optimiser, learning rate, early stopping |
| \`diverging.py\` | says of numbers that are no longer finite what the app says |
| \`evaluation.py\`, \`classification.py\`, \`regression.py\` | scores of the prediction pooled over all processes |
| \`noise.py\` | random numbers by name |
| \`run_log.py\`, \`posterior.py\` | the files to import |
| \`checkpoint.py\`, \`asked.py\` | where it stands; what it is asked to do before its end |
`;
}
