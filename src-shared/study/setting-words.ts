import { type AnyChoice, nameOf } from '../experiment/choice';
import { methods } from '../experiment/methods';
import { networks } from '../experiment/networks';
import { optimisers } from '../experiment/optimisers';
import { priors } from '../experiment/priors';
import { schedules } from '../experiment/schedules';
import { lowered } from '../words/lowered';

/** A part of the settings that is one of several choices, each with settings of its own. */
interface ChosenPart {
  readonly label: string;
  readonly choices: readonly AnyChoice[];
  /** The setting in it that names the choice. */
  readonly key: string;
}

const parts: Readonly<Record<string, ChosenPart>> = {
  inference: { label: 'method', choices: methods, key: 'method' },
  'inference.prior': { label: 'prior', choices: priors, key: 'kind' },
  model: { label: 'network', choices: networks, key: 'kind' },
  'training.optimizer': { label: 'optimiser', choices: optimisers, key: 'kind' },
  'training.schedule': { label: 'schedule', choices: schedules, key: 'kind' },
};

const ofSwitches: Readonly<Record<string, string>> = { true: 'yes', false: 'no' };

/**
 * A setting and its value as the form says them: "learning rate 0.003", "prior Student’s t". Of settings whose field the form alone
 * has, the last word of the path, in words.
 * @param text of `settingText`
 */
export function settingWords(path: string, text: string): string {
  const at = path.lastIndexOf('.');
  const [group, name] = [path.slice(0, Math.max(0, at)), path.slice(at + 1)];
  const part = Object.hasOwn(parts, group) ? parts[group] : undefined;
  if (part && name === part.key) {
    const chosen = part.choices.find((choice) => nameOf(choice, part.key) === text);
    return `${part.label} ${chosen?.title ?? text}`;
  }
  const fields = part?.choices.flatMap((choice) =>
    Object.hasOwn(choice.fields, name) ? [choice.fields[name]] : [],
  );
  const field = fields?.find((one) => one !== undefined);
  const value = field?.choices?.find((choice) => choice.value === text)?.label ?? ofSwitches[text] ?? text;
  return `${field ? lowered(field.label) : inWords(name)} ${value}`;
}

const modeWords: Readonly<Record<string, string>> = {
  sp: 'shared samples',
  ddp: 'shared items',
  hybrid: 'mesh of both',
};

/** How devices share the work, as the form says it: "shared samples on 2 devices". */
export function sharingWords(mode: string, devices: number): string {
  const count = `${devices} ${devices === 1 ? 'device' : 'devices'}`;
  return Object.hasOwn(modeWords, mode) ? `${modeWords[mode]} on ${count}` : count;
}

/** "klWarmup" as "kl warmup". */
function inWords(name: string): string {
  return name.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
