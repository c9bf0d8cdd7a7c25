import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { parseDocument } from 'yaml';
import { BadInputError } from '../../src-shared/errors';

/** What an experiment file holds, unchecked. Throws BadInputError naming the file, and the line of wrong syntax. */
export function readExperimentFile(file: string): unknown {
  const text = readText(file);
  const value = extname(file).toLowerCase() === '.json' ? parseJson(text, file) : parseYaml(text, file);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new BadInputError(`${file} holds no settings; an experiment has at least data, model and parallel.`);
}

/** One value as it is written in YAML, so that `2`, `true`, `relu` and `[64, 128]` all mean what they look like. */
export function parseValue(text: string, where: string): unknown {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error)
    throw new BadInputError(`${where}: the value ${text} cannot be read: ${firstLine(error.message)}.`);
  return document.toJS();
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ENOENT') throw new BadInputError(`There is no file ${file}.`);
    if (code === 'EISDIR')
      throw new BadInputError(`${file} is a folder; name an experiment file (JSON or YAML).`);
    throw new BadInputError(`The file ${file} cannot be read (${String(code)}).`);
  }
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
  const document = parseDocument(text);
  const [error] = document.errors;
  if (!error) return document.toJS();
  const line = error.linePos?.[0].line ?? 1;
  throw new BadInputError(`${file}, line ${line}: this is not valid YAML: ${firstLine(error.message)}.`);
}

function firstLine(message: string): string {
  return (message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '').replace(/[.:]$/, '');
}
