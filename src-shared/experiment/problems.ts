import type { z } from 'zod';
import { BadInputError } from '../errors';
import { checkShape } from '../protocol/check-shape';
import { didYouMean } from '../words/nearest';
import { dataProblems } from './data-problems';
import { type Experiment, experimentSchema } from './experiment';
import { groupForWord } from './group-for-word';
import { headProblems } from './head-problems';
import { inferenceProblems } from './inference-problems';
import { knownSettings } from './known-settings';
import { networkFitProblems } from './network-problems';
import { networkFacts } from './networks';
import { parallelProblems } from './parallel-problems';
import type { Problem } from './problem';
import { startProblems } from './start';

export type Checked =
  | { readonly ok: true; readonly experiment: Experiment }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Checks an experiment from anywhere (form, file, store): shape first, then what the parts ask of each other. */
export function checkExperiment(value: unknown): Checked {
  const parsed = checkShape(experimentSchema, value, { reportInput: true });
  if (!parsed.success) return { ok: false, problems: shapeProblems(experimentSchema, value, parsed.issues) };
  const problems = [
    ...parallelProblems(parsed.data),
    ...networkFacts(parsed.data.model).problems(parsed.data.model),
    ...inferenceProblems(parsed.data),
    ...dataProblems(parsed.data),
    ...headProblems(parsed.data),
    ...networkFitProblems(parsed.data),
    ...startProblems(parsed.data),
  ];
  return problems.length > 0 ? { ok: false, problems } : { ok: true, experiment: parsed.data };
}

/** The problems as one sentence for a person. */
export function describeProblems(problems: readonly Problem[]): string {
  return problems.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join(' ');
}

/** Throws BadInputError with all of the problems, where there are any. */
export function refuseProblems(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new BadInputError(describeProblems(problems));
}

/** What a schema has against a value, as problems with plain sentences. */
export function shapeProblems(
  schema: z.core.$ZodType,
  value: unknown,
  issues: readonly z.core.$ZodIssue[],
): readonly Problem[] {
  const known = knownSettings(schema, value);
  return issues.slice(0, mostProblems).flatMap((issue) => withGroup(problemsOf(issue, known), schema, issue));
}

/** Nobody reads more of them; a file that is no experiment may have millions. */
const mostProblems = 100;

/** A word where a group of settings belongs is shown as the group that was meant. */
function withGroup(
  problems: readonly Problem[],
  schema: z.core.$ZodType,
  { path, code, input }: z.core.$ZodIssue,
): readonly Problem[] {
  const group = code === 'invalid_type' ? groupForWord(schema, path, input) : undefined;
  if (group === undefined) return problems;
  return problems.map((problem) => ({
    ...problem,
    message: `${problem.message.slice(0, -1)}, such as ${group}.`,
  }));
}

/** @param known dotted paths of the settings that there are, of which one may have been meant */
function problemsOf(issue: z.core.$ZodIssue, known: readonly string[]): Problem[] {
  const path = issue.path.join('.');
  if (issue.code !== 'unrecognized_keys') return [{ path, message: schemaSentence(issue) }];
  return issue.keys.slice(0, mostProblems).map((key) => {
    const unknown = [...issue.path, key].join('.');
    return { path: unknown, message: `There is no such setting.${settingMeant(unknown, known)}` };
  });
}

/** A setting of that name in another group, or one of nearly that name in this one. */
function settingMeant(path: string, known: readonly string[]): string {
  const nameAt = path.lastIndexOf('.') + 1;
  const elsewhere = known.filter((one) => one.endsWith(`.${path.slice(nameAt)}`));
  if (elsewhere.length === 1) return ` Did you mean ${elsewhere[0]}?`;
  const besides = known.filter(
    (one) => one.lastIndexOf('.') + 1 === nameAt && one.startsWith(path.slice(0, nameAt)),
  );
  return didYouMean(path, besides);
}

function schemaSentence(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'too_small':
      return boundSentence(issue.origin, issue.inclusive === false ? 'more than' : 'at least', issue.minimum);
    case 'too_big':
      return boundSentence(issue.origin, issue.inclusive === false ? 'less than' : 'at most', issue.maximum);
    case 'invalid_type':
      return typeSentence(issue);
    case 'invalid_value':
      return choiceSentence(issue.values, issue.input);
    case 'invalid_union':
      if ('options' in issue && issue.options) return choiceSentence(issue.options, chosenOf(issue));
      return formsSentence(issue);
    default:
      return sentence(issue.message);
  }
}

function sentence(message: string): string {
  return message.endsWith('.') ? message : `${message}.`;
}

function choiceSentence(choices: readonly unknown[], given: unknown): string {
  // A choice that may be left out counts as undefined among them.
  const names = choices.filter((choice) => choice !== undefined).map(String);
  return `Must be ${names.join(' or ')}.${typeof given === 'string' ? didYouMean(given, names) : ''}`;
}

/** What a value lacks that may be of several types: of the one it has, where it has one of them. */
function formsSentence({ errors, message }: z.core.$ZodIssueInvalidUnion): string {
  const first = errors.flatMap(([issue]) => issue ?? []);
  const meant = first.find((issue) => issue.code !== 'invalid_type' || issue.path.length > 0);
  if (meant) return schemaSentence(meant);
  const kinds = first.flatMap((issue) => (issue.code === 'invalid_type' ? kindOf(issue.expected) : []));
  return kinds.length > 0 ? `Must be ${[...new Set(kinds)].join(' or ')}.` : sentence(message);
}

/** Which form of a group was asked for. */
function chosenOf({ input, discriminator = '' }: { input?: unknown; discriminator?: string }): unknown {
  return typeof input === 'object' && input !== null ? Reflect.get(input, discriminator) : undefined;
}

function boundSentence(origin: string, relation: string, bound: number | bigint): string {
  if (origin === 'string' && relation === 'at least' && bound === 1) return 'Must not be empty.';
  if (origin === 'string')
    return `Must have ${relation} ${bound} ${bound === 1 ? 'character' : 'characters'}.`;
  if (origin === 'array') return `Must name ${relation} ${bound === 1 ? 'one' : bound}.`;
  return `Must be ${relation} ${bound}.`;
}

function typeSentence({ expected, input }: z.core.$ZodIssueInvalidType): string {
  const isOneOfList = expected === 'array' && (typeof input === 'string' || typeof input === 'number');
  const example = isOneOfList ? `, such as [${input}]` : '';
  return `${input === undefined ? 'Is missing; must' : 'Must'} be ${kindOf(expected)}${example}.`;
}

function kindOf(expected: string): string {
  const kinds: Readonly<Record<string, string>> = {
    int: 'a whole number',
    number: 'a number',
    string: 'text',
    array: 'a list',
    object: 'an object with settings',
  };
  return kinds[expected] ?? expected;
}
