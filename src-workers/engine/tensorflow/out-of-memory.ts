import type { GraphNode } from '../graph/graph-builder';
import { OutOfMemoryError } from '../out-of-memory-error';

/** TensorFlow's own word, what its allocator says, and what CUDA's libraries say where they wanted memory of their own. */
const words = /RESOURCE_EXHAUSTED|OOM when allocating|OUT_OF_MEMORY|_STATUS_ALLOC_FAILED|std::bad_alloc/;
const askedShape = /OOM when allocating tensor with shape\[([\d,]*)\]/;
const failedNode = /\{\{node ([^}]+)\}\}/;
const bytesOfNumber = 4;

/** The same error, or an OutOfMemoryError where that is what TensorFlow's text means. */
export function recognised(error: unknown, nodes: readonly GraphNode[]): unknown {
  const text = error instanceof Error ? error.message : String(error);
  if (!words.test(text)) return error;
  const told = askedShape.exec(text)?.[1];
  if (told !== undefined) return new OutOfMemoryError(bytesOf(told.split(',').map(Number)));
  const name = failedNode.exec(text)?.[1];
  const shape = nodes.find((node) => node.name === name)?.shape;
  return new OutOfMemoryError(shape && bytesOf(shape));
}

function bytesOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, bytesOfNumber);
}
