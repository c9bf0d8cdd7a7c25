import { globSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { z } from 'zod';
import { experimentSchema } from '../../src-shared/experiment/experiment';

/** Where settings are declared, with what they mean in the comment above each. */
const sources = ['src-shared/experiment/experiment.ts', ...globSync('src-shared/experiment/**/*.ts').sort()];

interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly description?: string;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly exclusiveMaximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
}

/** The reference of experiment files in Markdown, made of the schema that checks them and its comments. */
export function experimentReference(): string {
  const schema = z.toJSONSchema(experimentSchema, { io: 'input' }) as Schema;
  const meanings = readMeanings();
  return `${introduction}\n${sectionsOf('', schema, meanings).join('\n')}`;
}

const introduction = `# The experiment file

Made of the schema that checks every file (\`npx vitest run test/docs -u\`): do not edit it by hand.

JSON or YAML. Settings that have a default may be left out; unknown ones are errors. \`parasample run FILE --set
training.epochs=2\` changes one on the command line. \`examples/\` holds a file for each workload. A relative
\`data.path\` starts at the file's own folder, one in \`--set\` where you are; the window wants the whole path.
`;

function sectionsOf(path: string, schema: Schema, meanings: Meanings): readonly string[] {
  const title = path === '' ? '## At the top' : `## ${path}`;
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices?.every(({ properties }) => properties?.method)) {
    const { shared, own } = byMethod(choices);
    const [first, ...rest] = sectionsOf(path, shared, meanings);
    const ownLines = own.flatMap((choice) => choiceLines(choice, meanings));
    return [first, ...rest, ...ownLines];
  }
  if (choices) return [title, '', ...choices.flatMap((choice) => choiceLines(choice, meanings)), ''];
  const groups = Object.entries(schema.properties ?? {}).flatMap(([name, value]) => {
    const group = isListOfChoices(value) ? (value.items ?? value) : value;
    return isGroup(group) ? [[name, group] as const] : [];
  });
  const inner = groups.flatMap(([name, value]) =>
    sectionsOf(path === '' ? name : `${path}.${name}`, value, meanings),
  );
  return [title, '', ...tableLines(schema, '', meanings), '', ...inner];
}

/** Methods share most settings: those that all have, and of each method that has some its own. */
function byMethod(choices: readonly Schema[]): { readonly shared: Schema; readonly own: readonly Schema[] } {
  const all = choices.map(({ properties = {} }) => properties);
  const [{ method, ...first }] = all;
  const isShared = (name: string) => all.every((properties) => name in properties);
  const names = all.map((properties) => properties.method?.const);
  const common = Object.entries(first).filter(([name]) => isShared(name));
  const own = all
    .map(({ method: named, ...others }) => ({
      properties: {
        ...(named ? { method: named } : {}),
        ...Object.fromEntries(Object.entries(others).filter(([name]) => !isShared(name))),
      },
    }))
    .filter(({ properties }) => Object.keys(properties).length > 1);
  const properties = { method: { ...method, enum: names }, ...Object.fromEntries(common) };
  return { shared: { properties }, own };
}

function isGroup({ properties, oneOf, anyOf }: Schema): boolean {
  return properties !== undefined || (oneOf ?? anyOf)?.some((choice) => choice.properties) === true;
}

/** A list each of whose places is one of several groups. */
function isListOfChoices({ type, items }: Schema): boolean {
  return type === 'array' && (items?.oneOf ?? items?.anyOf)?.some((choice) => choice.properties) === true;
}

function choiceLines(choice: Schema, meanings: Meanings): readonly string[] {
  const [key, chosen] = discriminatorOf(choice);
  const names = (chosen.enum ?? [chosen.const]).map((value) => `\`${value}\``).join(', ');
  const others = { ...choice, properties: { ...choice.properties } };
  delete (others.properties as Record<string, Schema>)[key];
  const about = meanings.get(`${chosen.const}`);
  const lines = [`\`${key}\`: ${names}${about ? `. ${about}` : ''}`, ''];
  const hasMore = Object.keys(others.properties).length > 0;
  return hasMore ? [...lines, ...tableLines(others, String(chosen.const ?? ''), meanings), ''] : lines;
}

function discriminatorOf({ properties = {} }: Schema): readonly [string, Schema] {
  const found = Object.entries(properties).find(([name]) => /^(kind|dataset|method)$/.test(name));
  if (!found) throw new Error('A choice between groups of settings has neither kind nor dataset nor method.');
  return found;
}

function tableLines(schema: Schema, choice: string, meanings: Meanings): readonly string[] {
  const rows = Object.entries(schema.properties ?? {}).map(([name, value]) => {
    const meaning = meanings.get(`${choice}.${name}`) ?? meanings.get(`.${name}`) ?? '';
    const needed = schema.required?.includes(name) === true;
    return `| \`${name}\` | ${valuesText(value)} | ${defaultText(value, needed)} | ${meaning} |`;
  });
  return ['| setting | values | default | meaning |', '|---|---|---|---|', ...rows];
}

function valuesText(schema: Schema): string {
  if (isGroup(schema)) return 'settings of its own, below';
  if (isListOfChoices(schema)) return 'list of settings, below';
  if (schema.enum) return schema.enum.map((value) => `\`${value}\``).join(', ');
  if (schema.anyOf) return schema.anyOf.map(valuesText).join(', or ');
  if (schema.type === 'array' && schema.items?.properties)
    return `list of settings: ${Object.keys(schema.items.properties)
      .map((name) => `\`${name}\``)
      .join(', ')}`;
  if (schema.type === 'array' && schema.items) return `list of ${valuesText(schema.items)}`;
  const names: Readonly<Record<string, string>> = {
    integer: 'whole number',
    number: 'number',
    boolean: '`true`, `false`',
    string: 'text',
  };
  return `${names[schema.type ?? ''] ?? schema.type}${rangeText(schema)}`;
}

function rangeText({ minimum, exclusiveMinimum, maximum, exclusiveMaximum, maxLength }: Schema): string {
  const parts = [
    minimum === undefined ? '' : `from ${minimum}`,
    exclusiveMinimum === undefined ? '' : `above ${exclusiveMinimum}`,
    maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? '' : `to ${maximum}`,
    exclusiveMaximum === undefined ? '' : `below ${exclusiveMaximum}`,
    maxLength === undefined ? '' : `of at most ${maxLength} characters`,
  ];
  const text = parts.filter((part) => part !== '').join(' ');
  return text === '' ? '' : ` ${text}`;
}

function defaultText(schema: Schema, isNeeded: boolean): string {
  if (schema.default === undefined) return isNeeded ? 'must be given' : 'none';
  return isGroup(schema) && Object.keys(schema.default as object).length === 0
    ? 'its defaults'
    : `\`${JSON.stringify(schema.default)}\``;
}

/** Keys are `.setting`, `choice.setting` where it stands inside a choice, and `choice` itself. */
type Meanings = ReadonlyMap<string, string>;

function readMeanings(): Meanings {
  const meanings = new Map<string, string>();
  for (const file of sources) {
    const source = sourceOf(file);
    const visit = (node: ts.Node, choice: string): void => {
      const inner = ts.isObjectLiteralExpression(node) ? (literalOf(node) ?? choice) : choice;
      if (inner !== choice)
        rememberChoice(meanings, inner, commentOf(node.parent, source) ?? commentOfStatement(node, source));
      if (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) {
        const comment = commentOf(node, source) ?? commentOfDeclaration(node);
        rememberSetting(meanings, choice, node.name.getText(source), comment);
      }
      ts.forEachChild(node, (child) => visit(child, inner));
    };
    visit(source, '');
  }
  return meanings;
}

function rememberChoice(meanings: Map<string, string>, choice: string, comment: string | undefined): void {
  if (comment) meanings.set(choice, comment);
}

function rememberSetting(
  meanings: Map<string, string>,
  choice: string,
  name: string,
  comment: string | undefined,
): void {
  if (!comment) return;
  meanings.set(`${choice}.${name}`, comment);
  if (choice === '') meanings.set(`.${name}`, comment);
}

/** What `kind` or `dataset` is in an object of settings. */
function literalOf(node: ts.ObjectLiteralExpression): string | undefined {
  for (const property of node.properties)
    if (ts.isPropertyAssignment(property) && /^(kind|dataset|method)$/.test(property.name.getText()))
      return /z\.literal\('([^']+)'\)/.exec(property.initializer.getText())?.[1];
  return undefined;
}

function commentOf(node: ts.Node, source: ts.SourceFile): string | undefined {
  const ranges = ts.getLeadingCommentRanges(source.text, node.getFullStart()) ?? [];
  const last = ranges
    .map(({ pos, end }) => source.text.slice(pos, end))
    .findLast((text) => text.startsWith('/**'));
  return last
    ?.replaceAll(/^\/\*\*|\*\/$|^\s*\* ?/gm, ' ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll('|', '\\|')
    .trim();
}

/** A choice whose settings are a constant of their own is explained above that. */
function commentOfStatement(node: ts.Node, source: ts.SourceFile): string | undefined {
  const statement = node.parent?.parent?.parent?.parent;
  return statement && ts.isVariableStatement(statement) ? commentOf(statement, source) : undefined;
}

/** A setting that names a constant (`dropout,`) is explained where that is declared, in its file or another. */
function commentOfDeclaration(node: ts.Node): string | undefined {
  if (!ts.isShorthandPropertyAssignment(node)) return undefined;
  for (const source of [node.getSourceFile(), ...sources.map(sourceOf)]) {
    const declaration = source.statements.find(
      (statement) =>
        ts.isVariableStatement(statement) &&
        statement.declarationList.declarations[0]?.name.getText(source) === node.name.getText(),
    );
    const comment = declaration && commentOf(declaration, source);
    if (comment) return comment;
  }
  return undefined;
}

function sourceOf(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
}
