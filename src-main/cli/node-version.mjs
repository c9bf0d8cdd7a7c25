/** The oldest Node that the database's native part loads in (Node-API 10). */
export const oldestNode = '22.14.0';

/** Whether a version such as 'v24.21.0' is at least `wanted`, compared number by number. */
export function isAtLeast(version, wanted) {
  const [have, want] = [version, wanted].map((text) => text.replace(/^v/, '').split('.').map(Number));
  for (const [index, number] of want.entries())
    if ((have[index] ?? 0) !== number) return (have[index] ?? 0) > number;
  return true;
}
