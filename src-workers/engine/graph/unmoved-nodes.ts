import type { GraphNode } from './graph-builder';

/** Operations that give another view of their first input's memory; Unpack here is along the first axis. */
const views: ReadonlySet<string> = new Set(['Reshape', 'Identity', 'Unpack']);

/** What no run makes: constants, and parameters, which are counted by themselves. */
export const held: ReadonlySet<string> = new Set([
  ...['Const', 'VarHandleOp', 'ReadVariableOp', 'ParasampleReadParameters'],
]);

/** A vector's parts, as of all parameters, are views too; along another axis than the first they are copies. */
export function isView({ op, shape }: GraphNode): boolean {
  return views.has(op) || (op === 'SplitV' && shape.length === 1);
}
