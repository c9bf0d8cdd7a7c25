import { z } from 'zod';

export const targetName = z.string().min(1);

/** Far more than anybody predicts of one item together. */
const mostTargets = 64;

/** The name of what is predicted, or several names, in their order. */
export const targetNames = z.union([targetName, z.array(targetName).min(1).max(mostTargets)]);

export function namesOfTargets(target: string | readonly string[]): readonly string[] {
  return typeof target === 'string' ? [target] : target;
}
