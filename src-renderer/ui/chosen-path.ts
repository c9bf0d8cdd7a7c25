/** How the desktop shell's preload script tells where files lie that were dropped or chosen; pages see none of it otherwise. */
interface PathsMessage {
  readonly type: 'parasample-paths';
  readonly paths: readonly string[];
}

const patienceMs = 5000;

/** The paths of the files of the event that is being handled, on the desktop; none elsewhere. */
export function pathsOfEvent(): Promise<readonly string[]> {
  if (window.parasampleShell !== 'electron') return Promise.resolve([]);
  return new Promise((resolve) => {
    const done = (paths: readonly string[]) => {
      clearTimeout(timer);
      window.removeEventListener('message', receive);
      resolve(paths);
    };
    const receive = ({ source, data }: MessageEvent) => {
      if (source === window && isPaths(data)) done(data.paths);
    };
    const timer = setTimeout(() => done([]), patienceMs);
    window.addEventListener('message', receive);
  });
}

function isPaths(data: unknown): data is PathsMessage {
  if (typeof data !== 'object' || data === null || Reflect.get(data, 'type') !== 'parasample-paths')
    return false;
  const paths: unknown = Reflect.get(data, 'paths');
  return Array.isArray(paths) && paths.every((path) => typeof path === 'string');
}

/** The file that was chosen in a field, or the folder where it is of those; undefined where that is not told. */
export async function pathChosenBy(input: HTMLInputElement): Promise<string | undefined> {
  const within = input.files?.[0]?.webkitRelativePath ?? '';
  const [path] = await pathsOfEvent();
  if (path === undefined) return undefined;
  // What lies below the chosen folder is taken off, but for the folder's own name.
  const below = within === '' ? 0 : within.length - within.indexOf('/');
  return path.slice(0, path.length - below);
}
