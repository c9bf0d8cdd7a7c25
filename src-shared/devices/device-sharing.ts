/**
 * Whether one more run may train on a device: neither those there nor itself allow fewer at once (`parallel.share`).
 * @param shares how many runs at once each of those there allows
 * @param share and how many the one that comes
 */
export function hasRoom(shares: readonly number[], share: number): boolean {
  return shares.length < Math.min(share, ...shares);
}
