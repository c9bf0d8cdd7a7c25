/** What this window remembers by itself; storage that is full or forbidden only means it forgets. */
export function remembered(key: string): string | undefined {
  try {
    return localStorage.getItem(`parasample.${key}`) ?? undefined;
  } catch {
    return undefined;
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(`parasample.${key}`, value);
  } catch {
    // Nothing depends on it.
  }
}
