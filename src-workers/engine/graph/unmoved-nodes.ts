import type { GraphNode } from './graph-builder';

/** Operations that give another view of their first input's memory. */
const views: ReadonlySet<string> = new Set(['Reshape', 'Identity']);

/** Batches that were brought to a GPU before. */
const loaded: ReadonlySet<string> = new Set(['ParasampleLoadedFloats', 'ParasampleLoadedInts']);

/** What no run makes: constants, and parameters and batches on a GPU, which are counted by themselves. */
export const held: ReadonlySet<string> = new Set([
  ...['Const', 'VarHandleOp', 'ReadVariableOp', 'ParasampleReadParameters', ...loaded],
]);

/** A vector's parts, as of all parameters, are views too; along another axis than the first they are copies. */
export function isView({ op, shape, attributes: { axis } }: GraphNode): boolean {
  if (op === 'Unpack') return axis?.kind === 'int' && axis.value === 0;
  return views.has(op) || (op === 'SplitV' && shape.length === 1);
}
