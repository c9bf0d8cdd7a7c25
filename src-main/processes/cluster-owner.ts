import { isAlive } from './owner-process';

/** Begins the owner of a run in the store that trains on a cluster; the mark of the process that follows its job stands behind. */
const prefix = 'cluster:';

/** @param mark as `ownProcess` has it */
export function clusterOwner(mark: string): string {
  return `${prefix}${mark}`;
}

/** Whether a run trains on a cluster: it takes no device of this machine, and goes on without any process of it. */
export function isOnCluster({ owner }: { readonly owner: string }): boolean {
  return owner.startsWith(prefix);
}

/** Whether the process that follows it still lives. */
export function isFollowed({ owner }: { readonly owner: string }): boolean {
  return isAlive(owner.slice(prefix.length));
}
