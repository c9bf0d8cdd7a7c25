/**
 * Logarithms of each weight's own standard deviation, all directions together along which it varies with others of its layer.
 * @param logStds of the part of each weight that is its own, [weights]
 * @param directions [rank, weights]; none where weights are independent
 */
export function wholeSpread(logStds: Float32Array, directions: Float32Array | undefined): Float32Array {
  if (!directions) return logStds;
  return logStds.map((own, weight) => {
    let variance = Math.exp(2 * own);
    for (let at = weight; at < directions.length; at += logStds.length) variance += directions[at] ** 2;
    return Math.log(variance) / 2;
  });
}
