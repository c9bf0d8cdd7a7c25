/** The numbers of samples for which a report has scores: 1, 2, 4, ... and `samples`. */
export function sampleCounts(samples: number): number[] {
  const counts: number[] = [];
  for (let count = 1; count < samples; count *= 2) counts.push(count);
  return [...counts, samples];
}
