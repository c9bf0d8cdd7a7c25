import type { Experiment } from '../../src-shared/experiment/experiment';

type Variables = Readonly<Record<string, string | undefined>>;
type Training = Experiment['training'];

/** What TensorFlow and the libraries below it listen to. Terraform's variables begin with TF_ too, and hold passwords. */
const listenedTo =
  /^(TF_(AUTOTUNE|CPP|CUBLAS|CUDNN|DETERMINISTIC|DISABLE|ENABLE|FORCE|GPU|MLIR|NUM|USE|XLA)_|XLA_|CUDA_|CUBLAS|CUDNN|NVIDIA_TF32_OVERRIDE$|NCCL_|OMP_|KMP_|MKL_|DNNL_|ONEDNN_)/;
/** Of these, what changes speed or words alone. */
const harmless = /^(TF_(CPP|FORCE|NUM)_|CUDA_|NCCL_(?!COMM_ID$)|OMP_|KMP_|MKL_)/;
/**
 * What a person may set for workers, since no setting of an experiment decides it: how GPUs reach each other above all. By
 * NCCL_COMM_ID all runs of a machine would meet in one place.
 */
const handedOn = /^(TF_DETERMINISTIC_OPS$|TF_ENABLE_ONEDNN_OPTS$|TF_GPU_ALLOCATOR$|NCCL_(?!COMM_ID$))/;
const ofGpus = /^(NCCL_|TF_GPU_ALLOCATOR$)/;

/** The variables without what would change numbers behind an experiment's back, as TF_XLA_FLAGS does. */
export function withoutForeign(variables: Variables): Record<string, string> {
  return entriesOf(variables, (name) => !listenedTo.test(name) || handedOn.test(name));
}

/** Names of what is set and does not reach workers, though it would change their numbers. */
export function foreignNames(variables: Variables): readonly string[] {
  const isForeign = (name: string) => listenedTo.test(name) && !harmless.test(name) && !handedOn.test(name);
  return Object.keys(entriesOf(variables, isForeign)).sort();
}

/** What decides numbers in the workers of an experiment: a person's, and what it asks for itself. */
export function numericVariables(variables: Variables, experiment?: Experiment): Record<string, string> {
  if (!experiment) return entriesOf(variables, (name) => handedOn.test(name));
  return { ...handedOnTo(experiment, variables), ...chosenFor(experiment) };
}

/** What of a person's variables reaches the workers of an experiment, where something could listen to it. */
export function handedOnTo(experiment: Experiment, variables: Variables): Record<string, string> {
  const chosen = chosenFor(experiment);
  const isHeard = (name: string) => isOnGpus(experiment) || !ofGpus.test(name);
  return entriesOf(variables, (name) => handedOn.test(name) && isHeard(name) && !(name in chosen));
}

/** Names of what a person may set, and this experiment sets in another way. */
export function overruledNames(experiment: Experiment, variables: Variables): readonly string[] {
  const chosen = chosenFor(experiment);
  const isOverruled = (name: string) =>
    handedOn.test(name) && name in chosen && chosen[name] !== variables[name];
  return Object.keys(entriesOf(variables, isOverruled)).sort();
}

function chosenFor(experiment: Experiment): Readonly<Record<string, string>> {
  const { training } = experiment;
  return isOnGpus(experiment)
    ? { ...tf32Variables(training), ...deterministicVariables(training), ...ncclVariables(training) }
    : deterministicVariables(training);
}

function isOnGpus({ parallel }: Experiment): boolean {
  return parallel.devices.some((device) => device.startsWith('gpu:'));
}

/** CUDA's libraries round the factors of float32 products to tf32 unless they are told not to. */
export function tf32Variables({ precision }: Pick<Training, 'precision'>): Record<string, string> {
  return precision === 'tf32' ? {} : { NVIDIA_TF32_OVERRIDE: '0' };
}

/** TensorFlow then takes only kernels that add in the same order each time, and chooses them without measuring. */
export function deterministicVariables({
  deterministic,
}: Pick<Training, 'deterministic'>): Record<string, string> {
  return deterministic ? { TF_DETERMINISTIC_OPS: '1' } : {};
}

/**
 * Calls of NCCL wait for nobody, so that a worker that is lost holds up no other; a variable would overrule what
 * `native/gpu/communicator.cc` asks for. Where additions are to be in the same order, it adds round the ring of GPUs, each
 * part of a sum from the same GPU on, and not in whatever way it finds quickest for a size: in a tree or in a switch (NVLS)
 * the order is another.
 */
export function ncclVariables({ deterministic }: Pick<Training, 'deterministic'>): Record<string, string> {
  return {
    NCCL_COMM_BLOCKING: '0',
    ...(deterministic ? { NCCL_ALGO: 'Ring', NCCL_PROTO: 'Simple' } : {}),
  };
}

function entriesOf(variables: Variables, isWanted: (name: string) => boolean): Record<string, string> {
  const isSet = (entry: [string, string | undefined]): entry is [string, string] =>
    entry[1] !== undefined && isWanted(entry[0]);
  return Object.fromEntries(Object.entries(variables).filter(isSet));
}
