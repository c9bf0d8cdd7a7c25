import { isAlive, isOfThisMachine } from './owner-process';

/** Begins the owner of a run in the store that trains on a cluster; the mark of the process that follows its job stands behind. */
const prefix = 'cluster:';

/** @param mark as `ownProcess` has it */
export function clusterOwner(mark: string): string {
  return `${prefix}${mark}`;
}

/** The owners that mark runs of the process with this mark: of those that train here, and of those whose job it follows. */
export function ownersBy(mark: string): readonly [string, string] {
  return [mark, clusterOwner(mark)];
}

/** Whether a run trains on a cluster: it takes no device of this machine, and goes on without any process of it. */
export function isOnCluster({ owner }: { readonly owner: string }): boolean {
  return owner.startsWith(prefix);
}

/** Whether it takes devices of this machine: not where it trains on a cluster, or a process of another machine has it. */
export function takesDevicesHere(run: { readonly owner: string }): boolean {
  return !isOnCluster(run) && isOfThisMachine(run.owner);
}

/** Whether the process that follows it still lives. */
export function isFollowed({ owner }: { readonly owner: string }, home: string): boolean {
  return isAlive(owner.slice(prefix.length), home);
}
