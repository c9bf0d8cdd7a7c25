import type { Command, CommandSurroundings } from '../command';
import type { OfferedWord, Offers, PlaceOffers } from './offered-word';
import { argumentOffers, optionOffers } from './offered-words';

/**
 * What may stand in place of the last of these words, which follow `parasample`. Never throws: where nothing can be
 * said, nothing is offered.
 */
export async function offersFor(
  words: readonly string[],
  commands: readonly Command[],
  surroundings: CommandSurroundings,
): Promise<Offers> {
  const before = words.slice(0, -1);
  const begun = words.at(-1) ?? '';
  const place = placeOf(before, begun, commands);
  const offered = await Promise.resolve(place.words?.({ before, begun, surroundings })).catch(() => []);
  return {
    words: (offered ?? []).filter(({ word }) => word.startsWith(begun)),
    ...(place.files ? { files: place.files } : {}),
  };
}

function placeOf(before: readonly string[], begun: string, commands: readonly Command[]): PlaceOffers {
  const [name, ...rest] = before;
  if (name === undefined) return commandPlace(commands);
  const command = commands.find((one) => one.name === name);
  if (!command) return {};
  const option = rest.at(-1)?.replace(/^--/, '') ?? '';
  if (rest.at(-1)?.startsWith('--') && takesValue(command, option)) return optionOffers[option] ?? {};
  if (begun.startsWith('-')) return { words: () => optionsLeft(command, rest) };
  return argumentOffers[argumentAt(command, argumentsIn(command, rest))] ?? {};
}

/** The name of the argument at a place, without what says how many there may be; empty beyond the last. */
function argumentAt({ positionals }: Command, place: number): string {
  const last = positionals.at(-1);
  const name = positionals[place] ?? (last?.endsWith('...') ? last : undefined);
  return name?.replace(/[[\]]|\.\.\.$/g, '') ?? '';
}

function commandPlace(commands: readonly Command[]): PlaceOffers {
  const ofCommands = commands.map(({ name, about }) => ({ word: name, about: firstSentence(about) }));
  return { words: () => [...ofCommands, { word: '--help' }, { word: '--version' }] };
}

function takesValue({ options }: Command, name: string): boolean {
  return options[name]?.type === 'string';
}

/** Those not given yet, and those that may be given again. */
function optionsLeft({ options }: Command, given: readonly string[]): readonly OfferedWord[] {
  const names = Object.keys(options).filter(
    (name) => options[name]?.multiple || !given.includes(`--${name}`),
  );
  return [...names, 'help'].map((name) => ({ word: `--${name}` }));
}

/** How many arguments, neither options nor their values, stand there already. */
function argumentsIn(command: Command, words: readonly string[]): number {
  const isValue = (index: number) => {
    const previous = words[index - 1] ?? '';
    return previous.startsWith('--') && takesValue(command, previous.slice(2));
  };
  return words.filter((word, index) => !word.startsWith('-') && !isValue(index)).length;
}

function firstSentence(text: string): string {
  return /^[^.;]*/.exec(text.replaceAll(/ \([^)]*\)/g, ''))?.[0] ?? '';
}
