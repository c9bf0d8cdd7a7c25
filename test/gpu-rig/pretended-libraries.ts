/** A library that TensorFlow opens by its name, and what stands for it. */
export interface PretendedLibrary {
  readonly file: string;
  /** Of pretended-gpu/, without the ending. */
  readonly sources: readonly string[];
  /** Every name in TensorFlow's libraries that looks so gets at least a stub. */
  readonly names: RegExp;
  /** What stubs answer: the library's own word for "not supported", or success where nobody asks back. */
  readonly stubAnswer: number;
}

const counts = 'libpretendedcounts.so';

/** In the order in which they are linked: later ones call earlier ones. */
export const pretendedLibraries: readonly PretendedLibrary[] = [
  { file: counts, sources: ['counts'], names: /^$/, stubAnswer: 0 },
  {
    file: 'libcuda.so.1',
    sources: [
      'contexts',
      'devices',
      'errors',
      'launches',
      'memory',
      'modules',
      'order',
      'seen',
      'streams',
      'work',
    ],
    names: /^cu(?!da|blas|dnn|fft|solver|sparse|pti|rand)[A-Z][A-Za-z0-9]*(_v\d)?(_pt[ds][sz])?$/,
    stubAnswer: 801,
  },
  {
    file: 'libcudart.so.12',
    sources: ['runtime'],
    names: /^(__)?cuda[A-Z][A-Za-z0-9]*(_v\d)?(_pt[ds][sz])?$/,
    stubAnswer: 801,
  },
  {
    file: 'libcublas.so.12',
    sources: ['cublas'],
    names: /^cublas(?!Lt)[A-Z][A-Za-z0-9]*(_v\d)?(_64)?$/,
    stubAnswer: 0,
  },
  { file: 'libcublasLt.so.12', sources: ['cublas-lt'], names: /^cublasLt[A-Z][A-Za-z0-9]*$/, stubAnswer: 0 },
  { file: 'libcudnn.so.9', sources: ['cudnn'], names: /^cudnn[A-Z][A-Za-z0-9]*(_v\d)?$/, stubAnswer: 0 },
  { file: 'libcufft.so.11', sources: [], names: /^cufft[A-Z][A-Za-z0-9]*$/, stubAnswer: 0 },
  { file: 'libcusolver.so.11', sources: [], names: /^cusolver[A-Z][A-Za-z0-9_]*$/, stubAnswer: 0 },
  { file: 'libcusparse.so.12', sources: [], names: /^cusparse[A-Z][A-Za-z0-9_]*$/, stubAnswer: 0 },
  { file: 'libnccl.so.2', sources: ['nccl'], names: /^nccl[A-Z][A-Za-z0-9]*$/, stubAnswer: 0 },
  { file: 'libnvidia-ml.so.1', sources: ['nvml'], names: /^nvml[A-Z][A-Za-z0-9]*(_v\d)?$/, stubAnswer: 3 },
];
