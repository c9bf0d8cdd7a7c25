/** Names the GPU that a worker process is for, as gpu:0; TensorFlow alone would not say that it found none. */
export const gpuVariable = 'PARASAMPLE_GPU';

/** Says what a process below the core is for, as the launcher names it: `ps` and the specs can tell them apart. */
export const processVariable = 'PARASAMPLE_PROCESS';
