import { readFileSync, type Stats, statSync } from 'node:fs';
import { extname } from 'node:path';
import { Composer, type CST, type Document, isScalar, LineCounter, Parser, type Scalar, visit } from 'yaml';
import { whyUnreadable } from '../src-files/file-errors';
import { BadInputError } from '../src-shared/errors';
import { firstTrouble, namedTwice, sentence } from '../src-shared/words/yaml-words';

/** The settings that a file holds, unchecked. */
export type Settings = Readonly<Record<string, unknown>>;

/** Far more than a person writes. In bytes. */
const largestFile = 1_000_000;

/** Reads a file of settings (JSON or YAML). Throws BadInputError naming the file, and the line of wrong syntax. */
export function readSettingsFile(file: string): Settings {
  return parseSettings(readText(file), file);
}

/** The settings in the text of a file, whose name says how to read it. Throws as `readSettingsFile` does. */
export function parseSettings(text: string, file: string): Settings {
  if (text.includes('\0')) throw new BadInputError(`${file} is no text; an experiment is JSON or YAML.`);
  const value = extname(file).toLowerCase() === '.json' ? parseJson(text, file) : parseYaml(text, file);
  if (isSettings(value)) return value;
  throw new BadInputError(`${file} holds no settings; an experiment has at least data, model and parallel.`);
}

/** One value as it is written in YAML, so that `2`, `true`, `relu` and `[64, 128]` all mean what they look like. */
export function parseValue(text: string, where: string): unknown {
  return yamlValue(
    text,
    (reason) => new BadInputError(`${where}: the value ${text} cannot be read: ${reason}`),
  );
}

/** Whether a value is a group of settings, neither a list nor a plain value. */
export function isSettings(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readText(file: string): string {
  try {
    refuseNoPlainFile(statSync(file), file);
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof BadInputError) throw error;
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new BadInputError(`There is no file ${file}.`);
    throw new BadInputError(`The file ${file} cannot be read: ${whyUnreadable(error)}.`);
  }
}

/** A device or a pipe may have no end. */
function refuseNoPlainFile(found: Stats, file: string): void {
  if (found.isDirectory())
    throw new BadInputError(`${file} is a folder; name an experiment file (JSON or YAML).`);
  if (!found.isFile())
    throw new BadInputError(`${file} is no plain file; name an experiment file (JSON or YAML).`);
  if (found.size > largestFile)
    throw new BadInputError(
      `${file} has ${found.size} bytes; a file of settings has at most ${largestFile}.`,
    );
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    const position = /position (\d+)/.exec(message)?.[1];
    const line = text.slice(0, position === undefined ? text.length : Number(position)).split('\n').length;
    const what = message.replace(/ in JSON at position.*$/, '').replace(/, ".*$/s, '');
    throw new BadInputError(`${file}, line ${line}: this is not valid JSON: ${what}.`);
  }
}

function parseYaml(text: string, file: string): unknown {
  return yamlValue(
    text,
    (reason, line) => new BadInputError(`${file}, line ${line}: this is not valid YAML: ${reason}`),
  );
}

/** @param refusal of a reason that ends with a full stop, and begins as what follows a colon does */
function yamlValue(text: string, refusal: (reason: string, line: number) => BadInputError): unknown {
  const lines = new LineCounter();
  const refusalAt = (message: string, at: number) =>
    refusal(`${message.charAt(0).toLowerCase()}${message.slice(1)}`, lines.linePos(at).line || 1);
  const [document, another] = documentsOf(text, lines);
  const trouble = firstTrouble(text, document.errors);
  if (trouble) throw refusalAt(trouble.message, trouble.at);
  if (another?.range)
    throw refusalAt('Settings are one document, and here begins another.', another.range[0]);
  const twice = repeatedKey(document);
  if (twice) throw refusalAt(namedTwice, twice.range?.[0] ?? 0);
  try {
    return document.toJS();
  } catch (aliasError) {
    // Aliases may stand for nothing, or for so much that the library refuses.
    throw refusalAt(sentence(aliasError instanceof Error ? aliasError.message : String(aliasError)), 0);
  }
}

/** The documents in a text, at least one. */
function documentsOf(text: string, lines: LineCounter): readonly [Document, ...Document[]] {
  // The library compares every key of a group with every other, which takes it hours in a group of 100,000.
  const composer = new Composer({ uniqueKeys: false });
  const documents = [...composer.compose(spentTokens(text, lines), true, text.length)];
  const [first, ...others] = documents;
  if (!first) throw new Error('The library makes a document of any text.');
  return [first, ...others];
}

/** The tokens of a text, each let go once it is read: the library holds all of them beside what it makes of them. */
function* spentTokens(text: string, lines: LineCounter): Generator<CST.Token> {
  for (const token of new Parser(lines.addNewLine).parse(text)) {
    if (token.type === 'document' && token.value && 'items' in token.value) spendItems(token.value.items);
    yield token;
  }
}

function spendItems(items: unknown[]): void {
  items[Symbol.iterator] = function* (this: unknown[]) {
    for (let at = 0; at < this.length; at += 1) {
      const item = this[at];
      this[at] = undefined;
      yield item;
    }
  } as () => ArrayIterator<unknown>;
}

/** The first key that its group has twice. */
function repeatedKey(document: Document): Scalar | undefined {
  let found: Scalar | undefined;
  visit(document, {
    Map: (_key, { items }) => {
      const keys = items.map(({ key }) => key).filter((key) => isScalar(key));
      const seen = new Set<unknown>();
      found = keys.find(({ value }) => seen.size === seen.add(value).size);
      return found ? visit.BREAK : undefined;
    },
  });
  return found;
}
