/** ||a - b|| / ||b||, the measure of all comparisons of vectors here. */
export function relativeDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length)
    throw new Error(`Vectors of ${a.length} and ${b.length} numbers cannot be compared.`);
  let difference = 0;
  let norm = 0;
  for (let index = 0; index < b.length; index += 1) {
    difference += (a[index] - b[index]) ** 2;
    norm += b[index] ** 2;
  }
  return Math.sqrt(difference / norm);
}
