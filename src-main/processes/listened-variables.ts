import type { Experiment } from '../../src-shared/experiment/experiment';

type Variables = Readonly<Record<string, string | undefined>>;

/** What TensorFlow and the libraries below it listen to. Terraform's variables begin with TF_ too, and hold passwords. */
const listenedTo =
  /^(TF_(AUTOTUNE|CPP|CUBLAS|CUDNN|DETERMINISTIC|DISABLE|ENABLE|FORCE|GPU|MLIR|NUM|USE|XLA)_|XLA_|CUDA_|CUBLAS|CUDNN|NVIDIA_TF32_OVERRIDE$|NCCL_|OMP_|KMP_|MKL_|DNNL_|ONEDNN_)/;
/** Of these, what changes speed or words alone. */
const harmless = /^(TF_(CPP|FORCE|NUM)_|CUDA_|NCCL_|OMP_|KMP_|MKL_)/;
/** What a person may set for workers, since no setting of an experiment decides it. */
const handedOn = ['TF_DETERMINISTIC_OPS', 'TF_ENABLE_ONEDNN_OPTS', 'TF_GPU_ALLOCATOR'];

/** The variables without what would change numbers behind an experiment's back, as TF_XLA_FLAGS does. */
export function withoutForeign(variables: Variables): Record<string, string> {
  return entriesOf(variables, (name) => !listenedTo.test(name) || handedOn.includes(name));
}

/** Names of what is set and does not reach workers, though it would change their numbers. */
export function foreignNames(variables: Variables): readonly string[] {
  const isForeign = (name: string) =>
    listenedTo.test(name) && !harmless.test(name) && !handedOn.includes(name);
  return Object.keys(entriesOf(variables, isForeign)).sort();
}

/** What decides numbers in the workers of an experiment: a person's, and what it asks for itself. */
export function numericVariables(variables: Variables, experiment?: Experiment): Record<string, string> {
  const own = entriesOf(variables, (name) => handedOn.includes(name));
  if (!experiment) return own;
  const { training, parallel } = experiment;
  const isOnGpus = parallel.devices.some((device) => device.startsWith('gpu:'));
  return { ...own, ...(isOnGpus ? tf32Variables(training) : {}), ...deterministicVariables(training) };
}

/** CUDA's libraries round the factors of float32 products to tf32 unless they are told not to. */
export function tf32Variables({
  precision,
}: Pick<Experiment['training'], 'precision'>): Record<string, string> {
  return precision === 'tf32' ? {} : { NVIDIA_TF32_OVERRIDE: '0' };
}

/** TensorFlow then takes only kernels that add in the same order each time, and chooses them without measuring. */
export function deterministicVariables({
  deterministic,
}: Pick<Experiment['training'], 'deterministic'>): Record<string, string> {
  return deterministic ? { TF_DETERMINISTIC_OPS: '1' } : {};
}

function entriesOf(variables: Variables, isWanted: (name: string) => boolean): Record<string, string> {
  const isSet = (entry: [string, string | undefined]): entry is [string, string] =>
    entry[1] !== undefined && isWanted(entry[0]);
  return Object.fromEntries(Object.entries(variables).filter(isSet));
}
