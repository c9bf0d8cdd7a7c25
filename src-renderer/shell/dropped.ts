import type { App, BroughtSettings } from '../app.svelte';
import { Draft } from '../new-run/draft.svelte';
import { experimentIn } from '../settings/experiment-file';
import { goTo } from '../ui/route';

/** A file that was dropped onto the window. */
export type DroppedFile = Pick<File, 'name' | 'size' | 'text'>;

/** What comes of a drop: a place to look at, an experiment for the form, or why neither. */
export type Drop =
  /** `files`: how many were dropped, where the path stands for several. */
  | { readonly kind: 'data'; readonly path: string; readonly files?: number }
  | { readonly kind: 'experiment'; readonly file: DroppedFile }
  | { readonly kind: 'network'; readonly path: string }
  | { readonly kind: 'refused'; readonly message: string };

const netcdf = /\.(nc|nc3|nc4|cdf|netcdf)$/i;
/** No experiment is longer, in bytes. */
const longestExperiment = 1_000_000;

/**
 * @param paths of the files, in their order; none in a browser, which tells none
 */
export function dropOf(files: readonly DroppedFile[], paths: readonly string[]): Drop {
  const [file, ...others] = files;
  if (!file) return { kind: 'refused', message: 'Drop files or a folder from your file manager.' };
  if (others.length === 0 && /\.(ya?ml|json)$/i.test(file.name)) return { kind: 'experiment', file };
  const known = paths.filter((path) => path !== '');
  const [path] = known;
  if (path === undefined || known.length < files.length)
    return {
      kind: 'refused',
      message:
        'A browser does not tell where dropped files lie: name their path on the machine that Parasample runs on, under Data.',
    };
  if (others.length > 0) return together(known);
  return /\.onnx$/i.test(path) ? { kind: 'network', path } : { kind: 'data', path };
}

/** Several NetCDF files are one by a name that stands for all. */
function together(paths: readonly string[]): Drop {
  const folders = new Set(paths.map(folderOf));
  const names = paths.map((path) => path.slice(folderOf(path).length));
  if (folders.size > 1 || !names.every((name) => netcdf.test(name)))
    return {
      kind: 'refused',
      message: 'Drop one file or one folder; several together can be NetCDF files of one folder.',
    };
  const [folder = ''] = folders;
  const start = commonStart(names);
  const end = commonStart(names.map((name) => reversed(name.slice(start.length))));
  return { kind: 'data', path: `${folder}${start}*${reversed(end)}`, files: paths.length };
}

/** With the mark at its end. */
function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

function commonStart([first = '', ...others]: readonly string[]): string {
  let length = 0;
  while (length < first.length && others.every((other) => other[length] === first[length])) length += 1;
  return first.slice(0, length);
}

function reversed(text: string): string {
  return [...text].reverse().join('');
}

/** Goes where the drop leads. Returns why it leads nowhere, or an empty text. */
export async function takeDrop(app: App, drop: Drop): Promise<string> {
  switch (drop.kind) {
    case 'refused':
      return drop.message;
    case 'data':
      goTo({ view: 'data', path: drop.path, ...(drop.files === undefined ? {} : { dropped: drop.files }) });
      return '';
    case 'experiment':
      return takeExperiment(app, drop.file);
    case 'network':
      return takeNetwork(app, drop.path);
  }
}

async function takeExperiment(app: App, file: DroppedFile): Promise<string> {
  if (file.size > longestExperiment) return `${file.name} is too large for an experiment.`;
  const experiment = experimentIn(await file.text());
  if (typeof experiment === 'string') return `${file.name}: ${experiment}`;
  return toForm(app, { experiment, notes: [] });
}

function takeNetwork(app: App, path: string): string {
  if (!app.demo) return 'This Parasample offers no presets to start from; its installation is incomplete.';
  const draft = new Draft(app.link, app.demo.experiment);
  draft.type('model.kind', 'onnx');
  draft.type('model.path', path);
  return toForm(app, { draft });
}

function toForm(app: App, brought: BroughtSettings): string {
  app.bring(brought);
  // The form that stands there is another's.
  if (location.hash === '#/new') location.hash = '#/new/';
  else goTo({ view: 'new' });
  return '';
}
