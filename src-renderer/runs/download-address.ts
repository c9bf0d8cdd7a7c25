import type { About } from '../../src-shared/protocol/api';

/**
 * Where the browser shell serves a file that it has exported. Undefined in the desktop app, whose files are on the
 * person's own machine already, and for files outside of the exports folder.
 */
export function downloadAddress({ shell, home }: About, file: string): string | undefined {
  const folder = partsOf(home).concat('exports');
  const parts = partsOf(file);
  if (shell !== 'browser' || folder.some((part, place) => part !== parts[place])) return undefined;
  return ['exports', ...parts.slice(folder.length).map(encodeURIComponent)].join('/');
}

function partsOf(path: string): readonly string[] {
  return path.split(/[\\/]/);
}
