/** How high a chart may be drawn, in pixels. */
export const heightRange = { least: 120, most: 1200 } as const;

const keyStep = 20;
const pageStep = 100;

export function limitedHeight(pixels: number): number {
  return Math.round(Math.min(heightRange.most, Math.max(heightRange.least, pixels)));
}

/** How high a chart is after a key at its lower edge; `own` for the height that it has by itself, undefined for keys of others. */
export function heightAfterKey(key: string, height: number): number | 'own' | undefined {
  if (key === 'Enter') return 'own';
  if (key === 'Home') return heightRange.least;
  if (key === 'End') return heightRange.most;
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: keyStep,
    ArrowUp: -keyStep,
    PageDown: pageStep,
    PageUp: -pageStep,
  };
  const step = Object.hasOwn(steps, key) ? steps[key] : undefined;
  return step === undefined ? undefined : limitedHeight(height + step);
}

/** The same in words. */
export function heightText(height: number, isOwn: boolean): string {
  return `${limitedHeight(height)} pixels${isOwn ? ', its own height' : ''}`;
}
