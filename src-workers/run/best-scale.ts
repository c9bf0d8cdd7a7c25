/** Steps of the search, in times. */
const step = Math.sqrt(10);
/** Up or down from where it starts: five orders of magnitude. */
const mostSteps = 10;
/** What a step must be worth, nats an item: a posterior is not narrowed to a point for less. */
const leastGain = 0.002;

/**
 * The scale of a precision that scores best, looked for from 1 upwards, or downwards where that is worse, until it gets hardly better.
 * @param score lower is better, nats an item
 */
export async function bestScale(score: (scale: number) => Promise<number>): Promise<number> {
  const start = { scale: 1, value: await score(1) };
  const up = await walk(start, step, score);
  return up.scale === start.scale ? (await walk(start, 1 / step, score)).scale : up.scale;
}

interface Scored {
  readonly scale: number;
  readonly value: number;
}

async function walk(
  start: Scored,
  times: number,
  score: (scale: number) => Promise<number>,
): Promise<Scored> {
  let best = start;
  for (let index = 0; index < mostSteps; index += 1) {
    const scale = best.scale * times;
    const value = await score(scale);
    if (!(value < best.value - leastGain)) return best;
    best = { scale, value };
  }
  return best;
}
