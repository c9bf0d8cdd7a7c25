import { FailedError } from '../../../src-shared/errors';
import { gpuVariable } from '../../../src-shared/protocol/worker-variables';
import type { GraphNode } from '../graph/graph-builder';
import { type MemoryNow, OutOfMemoryError } from '../out-of-memory-error';
import { failedNodes } from './failed-nodes';

/** TensorFlow's own word, what its allocator says, and what CUDA's libraries say where they wanted memory of their own. */
const words = /RESOURCE_EXHAUSTED|OOM when allocating|OUT_OF_MEMORY|_STATUS_ALLOC_FAILED|std::bad_alloc/;
const askedShape = /OOM when allocating tensor with shape\[([\d,]*)\]/;
const bytesOfNumber = 4;

/** The driver's own name for what went wrong. */
const driverError = /CUDA_ERROR_\w+/;

/**
 * The same error, or one with a sentence where TensorFlow's text means an end of memory or a GPU that fails.
 * @param memory of the device now
 */
export function recognised(
  error: unknown,
  nodes: readonly GraphNode[],
  memory: () => MemoryNow | undefined = () => undefined,
): unknown {
  const text = error instanceof Error ? error.message : String(error);
  const failure = driverError.exec(text)?.[0];
  if (!words.test(text)) return failure === undefined ? error : failedGpu(failure);
  const told = askedShape.exec(text)?.[1];
  if (told !== undefined) return new OutOfMemoryError(bytesOf(told.split(',').map(Number)), memory());
  const [name] = failedNodes(text);
  const shape = nodes.find((node) => node.name === name)?.shape;
  return new OutOfMemoryError(shape && bytesOf(shape), memory());
}

function failedGpu(failure: string): FailedError {
  return new FailedError(
    `${process.env[gpuVariable] ?? 'The GPU'} failed while it computed (${failure}); \`nvidia-smi\` and the system's log may say why. The run can be continued from its newest checkpoint.`,
  );
}

function bytesOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, bytesOfNumber);
}
