/** Metrics as `name value`, with four digits, for those whose name begins with `prefix`. */
export function metricTexts(metrics: Readonly<Record<string, number>>, prefix = ''): string[] {
  return Object.entries(metrics)
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, value]) => `${name} ${Number.isFinite(value) ? Number(value.toPrecision(4)) : value}`);
}
