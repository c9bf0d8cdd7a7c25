import { z } from 'zod';
import { choiceOf, namesOf, schemaOf } from '../choice';
import { arrays } from './arrays';
import type { DataFacts, ItemKind, KnownSet } from './data-choice';
import { field } from './field';
import type { FieldFacts } from './field-places';
import type { ImageFacts } from './image-facts';
import { imageSets } from './image-sets';
import type { ItemCounts } from './item-counts';
import { knownFields } from './known-fields';
import { knownSeries } from './known-series';
import { ownPictures } from './picture-folder';
import type { SeriesFacts } from './series-windows';
import { table } from './table';
import type { TableFacts } from './table-layout';
import { timeSeries } from './time-series';
import { uciTables } from './uci-tables';

/** All data that a run can learn from, in the order of the file's reference and of the form. */
export const dataChoices = [
  imageSets,
  uciTables,
  ownPictures,
  arrays,
  table,
  knownSeries,
  timeSeries,
  knownFields,
  field,
] as const;

export const dataSchema = schemaOf(dataChoices, 'dataset');
export type DataSettings = Readonly<z.output<typeof dataSchema>>;

type Choices = (typeof dataChoices)[number];
type KnownChoices = Extract<Choices, { readonly origin: 'known' }>;
type KnownSettings = z.output<KnownChoices['settings']>;

/** What the items of data are. */
export type DataKind = Choices['kind']['name'];
/** The settings of all data whose items are of a kind. */
export type SettingsOf<Kind extends DataKind> = Readonly<
  z.output<Extract<Choices, { readonly kind: { readonly name: Kind } }>['settings']>
>;
/** The data settings together with what kind they are, so that a switch over `kind` narrows `data`. */
export type KindOfData = {
  readonly [Kind in DataKind]: { readonly kind: Kind; readonly data: SettingsOf<Kind> };
}[DataKind];

/** The data sets that Parasample knows and can fetch; each has its own name in `data.dataset`. */
export type DatasetId = KnownSettings['dataset'];
export const datasetIdSchema = z.enum(
  dataChoices.filter(({ origin }) => origin === 'known').flatMap((choice) => namesOf(choice, 'dataset')) as [
    DatasetId,
    ...DatasetId[],
  ],
);

type Named = Pick<DataSettings, 'dataset'>;

/** What is known of data before they are read; to be asked of data of that name alone. */
export function dataFacts({ dataset }: Named): DataFacts<DataSettings, DataKind> {
  return choiceOf<Choices>(dataChoices, dataset, 'dataset');
}

/** Shape of one item's inputs, as far as it is known before anything is read. */
export function itemShape(data: DataSettings): readonly number[] | undefined {
  return dataFacts(data).itemShape(data);
}

/** Items of each split, as far as they are known before anything is read: undefined for a file of the person's own. */
export function itemCounts(data: DataSettings): ItemCounts | undefined {
  return dataFacts(data).itemCounts(data);
}

/** The unit of what is predicted, as far as the settings tell; undefined where only the file may. */
export function targetUnitOf(data: DataSettings): string | undefined {
  return dataFacts(data).targetUnit(data);
}

/** Whether a class is predicted for each pixel of an item, and not for the item as a whole. */
export function namesPixels(data: DataSettings): boolean {
  return dataFacts(data).namesPixels?.(data) ?? false;
}

/** What the items of data are. */
export function itemKindOf(data: Named): ItemKind<DataKind, DataSettings> {
  return dataFacts(data).kind;
}

export function kindOfData(data: DataSettings): KindOfData {
  return { kind: itemKindOf(data).name, data } as KindOfData;
}

/** Whether the data is a data set that Parasample knows, not a file of the person's own. */
export function isKnown(data: DataSettings): data is KnownSettings {
  return choiceOf<Choices>(dataChoices, data.dataset, 'dataset').origin === 'known';
}

/** Whether data of the person's own may lie in a folder, and not in a file alone. */
export function mayBeFolder({ dataset }: Named): boolean {
  const choice = choiceOf<Choices>(dataChoices, dataset, 'dataset');
  return choice.origin === 'own' && choice.place === 'either';
}

/** What `data.path` of a person's own data names, as in "it names the file to read". */
export function wantedAtPath({ dataset }: Named): string {
  const choice = choiceOf<Choices>(dataChoices, dataset, 'dataset');
  return (choice.origin === 'own' && choice.wants) || 'the file to read';
}

/** What data are called where people read of them: a known set by its name, others by their kind. */
export function datasetTitle(dataset: string): string {
  return titles.get(dataset) ?? dataset;
}

const titles: ReadonlyMap<string, string> = new Map(
  dataChoices.flatMap((choice) => {
    const sets: Readonly<Record<string, KnownSet>> = choice.sets;
    return namesOf(choice, 'dataset').map((name) => [name, sets[name]?.title ?? choice.title] as const);
  }),
);

/** A data set as people read of it. */
export function knownSet(dataset: DatasetId): KnownSet {
  const sets: Readonly<Record<string, KnownSet>> = choiceOf<Choices>(dataChoices, dataset, 'dataset').sets;
  return sets[dataset];
}

export type ImageSettings = SettingsOf<'images'>;
export type TableSettings = SettingsOf<'table'>;
export type SeriesSettings = SettingsOf<'time-series'>;
export type FieldSettings = SettingsOf<'field'>;

/** What random views of pictures are. */
export function imageFacts({ dataset }: ImageSettings): ImageFacts<ImageSettings> {
  return choiceOf<typeof imageSets | typeof ownPictures>([imageSets, ownPictures], dataset, 'dataset');
}

/** How a table's columns are used. */
export function tableFacts({ dataset }: TableSettings): TableFacts<TableSettings> {
  return choiceOf<typeof table | typeof uciTables>([uciTables, table], dataset, 'dataset');
}

/** How a series stands in its file. */
export function seriesFacts({ dataset }: SeriesSettings): SeriesFacts<SeriesSettings> {
  return choiceOf<typeof timeSeries | typeof knownSeries>([knownSeries, timeSeries], dataset, 'dataset');
}

/** Where fields lie. */
export function fieldFacts({ dataset }: FieldSettings): FieldFacts<FieldSettings> {
  return choiceOf<typeof field | typeof knownFields>([knownFields, field], dataset, 'dataset');
}
