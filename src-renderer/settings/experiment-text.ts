import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument, stringify } from 'yaml';
import { experimentSchema } from '../../src-shared/experiment/experiment';
import { flatten, isSettings, type Settings } from '../../src-shared/experiment/setting-paths';
import { firstTrouble, sentence } from '../../src-shared/words/yaml-words';

/** What is wrong in a text, in which of its lines, which count from 1. */
export interface LineProblem {
  readonly line: number;
  readonly message: string;
}

/** An experiment as YAML, or JSON, which is YAML too. */
export type ReadText =
  | { readonly ok: true; readonly settings: Settings; lineOf(path: string): number }
  | { readonly ok: false; readonly problems: readonly LineProblem[] };

const layout = { lineWidth: 110, flowCollectionPadding: false } as const;

/** Far more than a person writes. */
const longest = 200_000;

/** Reads a text that somebody writes; what its settings are is not checked. */
export function readExperimentText(text: string): ReadText {
  if (text.length > longest)
    return refused(1, `An experiment has at most ${longest.toLocaleString('en-GB')} characters.`);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const trouble = firstTrouble(text, document.errors);
  if (trouble) return refused(lines.linePos(trouble.at).line, trouble.message);
  try {
    const settings: unknown = document.toJS();
    if (!isSettings(settings)) return refused(1, 'An experiment has at least data, model and parallel.');
    return { ok: true, settings, lineOf: (path) => lineIn(document, path, lines) };
  } catch (error) {
    // Aliases may stand for nothing, or for so much that the library refuses.
    return refused(1, sentence(error instanceof Error ? error.message : String(error)));
  }
}

/** The settings as a text to begin with, in the order of the reference. */
export function experimentText(settings: Settings): string {
  const known = Object.keys(experimentSchema.shape);
  const inOrder = Object.keys(settings).sort((a, b) => known.indexOf(a) - known.indexOf(b));
  return stringify(Object.fromEntries(inOrder.map((key) => [key, settings[key]])), layout);
}

/** The text with what has changed of its settings since, so that remarks and order stay. */
export function withChanges(text: string, before: Settings, after: Settings): string {
  const [old, now] = [new Map(flatten(before)), new Map(flatten(after))];
  const gone = [...old.keys()].filter((path) => !now.has(path));
  const changed = [...now].filter(([path, value]) => JSON.stringify(old.get(path)) !== JSON.stringify(value));
  // What is written anew may be laid out in another way.
  if (gone.length + changed.length === 0) return text;
  const document = parseDocument(text);
  if (document.errors.length > 0 || !isMap(document.contents)) return experimentText(after);
  for (const path of gone) document.deleteIn(path.split('.'));
  for (const [path, value] of changed) document.setIn(path.split('.'), value);
  return document.toString(layout);
}

function refused(line: number, message: string): ReadText {
  return { ok: false, problems: [{ line, message }] };
}

/** Where a setting stands, or what it would be in. */
function lineIn(document: Document, path: string, lines: LineCounter): number {
  let line = 1;
  let node: unknown = document.contents;
  for (const part of path.split('.')) {
    if (!isMap(node)) return line;
    const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === part);
    if (!pair) return line;
    const at = isNode(pair.key) ? pair.key.range?.[0] : undefined;
    if (at !== undefined) line = lines.linePos(at).line;
    node = pair.value;
  }
  return line;
}
