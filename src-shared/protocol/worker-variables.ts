/** Names the GPU that a worker process is for, as gpu:0; TensorFlow alone would not say that it found none. */
export const gpuVariable = 'PARASAMPLE_GPU';
