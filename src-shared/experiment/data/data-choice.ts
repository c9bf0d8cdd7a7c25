import type { z } from 'zod';
import type { Choice } from '../choice';
import type { ItemCounts } from './item-counts';

/** Data that a run can learn from: data sets that Parasample knows and fetches, or a file of the person's own. */
export interface DataChoice<Settings extends z.ZodObject, Kind extends string>
  extends Choice<Settings, 'dataset'>,
    DataFacts<z.output<Settings>, Kind> {
  /** The known data sets, by their names in `data.dataset`; none where the data are a file of the person's own. */
  readonly sets: Readonly<Record<string, KnownSet>>;
}

/** Data sets of one kind that Parasample knows; each has its own name in `data.dataset`. */
export interface KnownDataChoice<Settings extends z.ZodObject, Kind extends string>
  extends DataChoice<Settings, Kind> {
  readonly origin: 'known';
  readonly sets: Readonly<Record<NameOf<Settings>, KnownSet>>;
}

/** A file of the person's own, of one format or several, or a folder where `place` says so. */
export interface OwnDataChoice<Settings extends z.ZodObject, Kind extends string>
  extends DataChoice<Settings, Kind> {
  readonly origin: 'own';
  readonly place?: 'either';
  /** What its path names, in a sentence, where that is not one file. */
  readonly wants?: string;
}

type NameOf<Settings extends z.ZodObject> = Extract<z.output<Settings>['dataset'], string>;

/** What the rest of the app asks of data before they are read. */
export interface DataFacts<Settings, Kind extends string = string> {
  /** What its items are. */
  readonly kind: ItemKind<Kind, Settings>;
  /** Shape of one item's inputs, as far as the settings tell. */
  itemShape(data: Settings): readonly number[] | undefined;
  /** Items of each split, as far as the settings tell. */
  itemCounts(data: Settings): ItemCounts | undefined;
  /** Unit of what is predicted, as far as the settings tell. */
  targetUnit(data: Settings): string | undefined;
  /** Whether classes are predicted, and not values. */
  namesClasses(data: Settings): boolean;
  /** Whether a class is predicted for each pixel of an item; missing where it never is. */
  namesPixels?(data: Settings): boolean;
  /** Whether several quantities are predicted, whose scores are pooled in spreads. */
  hasManyTargets(data: Settings): boolean;
}

/** What items are, whichever data they come from. */
export interface ItemKind<Kind extends string, Settings> {
  readonly name: Kind;
  /** What several of them are called. */
  readonly items: string;
  /** Whether values can be predicted of them, and not classes alone. */
  readonly hasValues: boolean;
  readonly predictsFor: Predicted;
  readonly canBeAugmented: boolean;
  /** Whether the numbers of an item's last axis are named, as a table's columns are. */
  readonly hasNamedInputs: boolean;
  /**
   * How a network that stands for itself makes standardised inputs of raw ones: pixels from 0 to 255 by their channel,
   * values by their last axis, or windows, whose first column is the value and the others are taken as they are.
   */
  readonly scaling: 'pixels' | 'values' | 'windows';
  /** What such a network takes, in words. */
  describeInputs(facts: InputFacts, data: Settings): string;
}

/** What a trained network predicts for. */
export interface Predicted {
  readonly place: 'folder' | 'file' | 'either';
  /** In a sentence: "this network predicts for ...". */
  readonly what: string;
  /** As a form asks for it. */
  readonly label: string;
  readonly help: string;
}

export interface InputFacts {
  /** With the number of items, as `[items, 8, 8, 1]`. */
  readonly shape: string;
  readonly names: readonly string[];
}

/** A data set that Parasample can fetch, as people read of it. */
export interface KnownSet {
  readonly title: string;
  /** A sentence or two. */
  readonly about: string;
  readonly licence: string;
  /** What is downloaded, in MB (10^6 bytes); 0 where it comes with the app. */
  readonly downloadMB: number;
  /** The files of its folder; those of images may have .gz at their end. */
  readonly files: readonly string[];
  /** Names of the classes in the order of their labels; without them a number is predicted. */
  readonly classes?: readonly string[];
}
