/** Of one item of several values. */
export interface MultivariateScores {
  readonly energy: number;
  readonly variogram: number;
}

/**
 * Scores of draws of several values at once, which single values' scores do not see the ties between: the energy score
 * E|X - y| - 0.5 E|X - X'| with the second mean over pairs of different draws (Gneiting and Raftery 2007), and the variogram
 * score of order 1/2 with equal weights (Scheuerer and Hamill 2015), the mean over pairs of different values.
 * @param draws [draws][values]
 */
export function multivariateScores(draws: readonly Float64Array[], truth: Float64Array): MultivariateScores {
  return { energy: energyScore(draws, truth), variogram: variogramScore(draws, truth) };
}

function energyScore(draws: readonly Float64Array[], truth: Float64Array): number {
  const count = draws.length;
  let [far, spread] = [0, 0];
  draws.forEach((draw, place) => {
    far += distance(draw, truth);
    for (let other = 0; other < place; other += 1) spread += distance(draw, draws[other]);
  });
  return far / count - spread / (count * Math.max(count - 1, 1));
}

function distance(a: Float64Array, b: Float64Array): number {
  let squares = 0;
  for (let at = 0; at < a.length; at += 1) squares += (a[at] - b[at]) ** 2;
  return Math.sqrt(squares);
}

function variogramScore(draws: readonly Float64Array[], truth: Float64Array): number {
  const values = truth.length;
  let sum = 0;
  for (let first = 0; first < values; first += 1)
    for (let second = 0; second < first; second += 1) {
      let expected = 0;
      for (const draw of draws) expected += Math.sqrt(Math.abs(draw[first] - draw[second])) / draws.length;
      sum += (Math.sqrt(Math.abs(truth[first] - truth[second])) - expected) ** 2;
    }
  return sum / ((values * (values - 1)) / 2);
}
