#!/bin/bash
#SBATCH --job-name=parasample
#SBATCH --nodes=2
#SBATCH --ntasks-per-node=1
#SBATCH --gpus-per-node=4
#SBATCH --cpus-per-task=16
#SBATCH --time=04:00:00
# One torchrun on each node, one process for each of its GPUs. Change the numbers above to your machine's, and load or
# activate here what has the packages of requirements.txt.

cd "$SLURM_SUBMIT_DIR" || exit 1
first_node=$(scontrol show hostnames "$SLURM_JOB_NODELIST" | head -n 1)
srun torchrun --nnodes "$SLURM_NNODES" --nproc-per-node "${SLURM_GPUS_ON_NODE:-1}" \
  --rdzv-id "$SLURM_JOB_ID" --rdzv-backend c10d --rdzv-endpoint "$first_node:29500" train.py
