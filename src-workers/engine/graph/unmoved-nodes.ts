import type { GraphNode } from './graph-builder';

/** Operations that give another view of their first input's memory. */
const views: ReadonlySet<string> = new Set(['Reshape', 'Identity']);

/** What no run makes: constants, and parameters, which are counted by themselves. */
export const held: ReadonlySet<string> = new Set([
  ...['Const', 'VarHandleOp', 'ReadVariableOp', 'ParasampleReadParameters'],
]);

/** A vector's parts, as of all parameters, are views too; along another axis than the first they are copies. */
export function isView({ op, shape, attributes: { axis } }: GraphNode): boolean {
  if (op === 'Unpack') return axis?.kind === 'int' && axis.value === 0;
  return views.has(op) || (op === 'SplitV' && shape.length === 1);
}
