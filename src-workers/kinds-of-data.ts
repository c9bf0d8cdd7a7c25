import { holdsArrays } from '../src-files/known-file';
import { type DataKind, kindOfData, type SettingsOf } from '../src-shared/experiment/data';
import { classesLeftOut } from '../src-shared/experiment/data/left-out-classes';
import type { Experiment } from '../src-shared/experiment/experiment';
import { noiseFacts } from '../src-shared/experiment/noise';
import { splitSeedOf } from '../src-shared/experiment/split-seed';
import type { PosteriorMetadata } from '../src-shared/posterior/posterior-metadata';
import type { EngineChoice } from '../src-shared/protocol/worker-protocol';
import { openArrayData } from './data/array-data';
import { withCountTargets } from './data/count-targets';
import { openFieldData } from './data/field-data';
import { openImageSet } from './data/image-data';
import { openOwnPictures } from './data/own-pictures';
import type { RunData } from './data/run-data';
import { openTableData } from './data/table-data';
import { openTimeSeriesData } from './data/time-series-data';
import { type TrainedStandard, trainedStandard } from './data/trained-standard';
import { withoutClasses } from './data/without-classes';
import { countedItems } from './labelled/counted-items';
import { openLabelledArrayPictures } from './labelled/labelled-array-pictures';
import { openLabelledArrays } from './labelled/labelled-arrays';
import { openLabelledFields } from './labelled/labelled-fields';
import type { LabelledItems } from './labelled/labelled-items';
import { openLabelledPictures } from './labelled/labelled-pictures';
import { openLabelledTable } from './labelled/labelled-table';
import { openLabelledWindows } from './labelled/labelled-windows';
import { openArrayItems } from './predict/array-items';
import { openFieldSteps } from './predict/field-steps';
import { openArrayPictures } from './predict/pictures/array-pictures';
import { jpegDecoder } from './predict/pictures/jpeg-decoder';
import {
  fittedPixels,
  openFittedPictures,
  openPictureFolder,
  plainPixels,
} from './predict/pictures/picture-folder';
import type { InputPlace, PredictionInputs } from './predict/prediction-inputs';
import { openSeriesEnd } from './predict/series-end';
import { openTableRows } from './predict/table-rows';

/** What workers do with the data of a kind. */
interface KindInUse<Data> {
  /** Reads, checks, splits and standardises what a run learns from; as a posterior was trained where `trained` says how, of data that may be measured in part. */
  open(data: Data, experiment: Experiment, location: string, trained?: TrainedStandard): Promise<RunData>;
  /** Opens items of a person's own to predict for. @param engine decodes what only TensorFlow can */
  openInputs(
    place: InputPlace,
    data: Data,
    metadata: PosteriorMetadata,
    engine: EngineChoice,
  ): Promise<PredictionInputs>;
  /** Opens items of a person's own with what came of them, to be scored on. @param engine decodes what only TensorFlow can */
  openLabelled(
    place: InputPlace,
    data: Data,
    metadata: PosteriorMetadata,
    engine: EngineChoice,
  ): Promise<LabelledItems>;
}

const kinds: { readonly [Kind in DataKind]: KindInUse<SettingsOf<Kind>> } = {
  images: {
    open: (data, experiment, location) =>
      data.dataset === 'images'
        ? openOwnPictures(data, experiment, location)
        : openImageSet(data, experiment, location),
    openInputs: (place, data, metadata, engine) => {
      const { path } = place;
      if (!place.isFolder) return openArrayPictures(path, data, metadata);
      return data.dataset === 'images'
        ? openFittedPictures(path, data, metadata)
        : openPictureFolder(path, metadata, jpegDecoder(engine));
    },
    openLabelled: (place, data, metadata, engine) => {
      if (!place.isFolder && holdsArrays(place.path))
        return openLabelledArrayPictures(place.path, data, metadata);
      const ofSize = () => plainPixels(metadata, jpegDecoder(engine));
      return openLabelledPictures(place, metadata, data.dataset === 'images' ? fittedPixels(data) : ofSize());
    },
  },
  arrays: {
    open: (data, experiment, location, trained) =>
      openArrayData(data, splitSeedOf(experiment), location, trained),
    openInputs: ({ path }, data, metadata) => openArrayItems(path, data, metadata),
    openLabelled: ({ path }, data, metadata) => openLabelledArrays(path, data, metadata),
  },
  table: {
    open: (data, experiment, location) => openTableData(data, splitSeedOf(experiment), location),
    openInputs: ({ path }, data, metadata) => openTableRows(path, data, metadata),
    openLabelled: ({ path }, data, metadata) => openLabelledTable(path, data, metadata),
  },
  'time-series': {
    open: (data, _experiment, location) => openTimeSeriesData(data, location),
    openInputs: ({ path }, data, metadata) => openSeriesEnd(path, data, metadata),
    openLabelled: ({ path }, data, metadata) => openLabelledWindows(path, data, metadata),
  },
  field: {
    open: (data, _experiment, location, trained) => openFieldData(data, location, trained),
    openInputs: ({ path, isFolder }, data, metadata) => openFieldSteps(path, isFolder, data, metadata),
    openLabelled: openLabelledFields,
  },
};

/**
 * Reads, checks, splits and standardises the data of an experiment.
 * @param location the folder of the data set's files, or the person's own file
 * @throws BadInputError naming the file (row and column) and what would be right
 */
export async function openRunData(
  experiment: Experiment,
  location: string,
  trained?: TrainedStandard,
): Promise<RunData> {
  const { kind, data } = kindOfData(experiment.data);
  const { open }: KindInUse<SettingsOf<DataKind>> = kinds[kind];
  const whole = await open(data, experiment, location, trained);
  const leftOut = classesLeftOut(data);
  const opened = leftOut.length > 0 ? withoutClasses(whole, leftOut) : whole;
  const { noise } = experiment.inference;
  const zeroIs = noiseFacts(noise).countScale?.(noise);
  return zeroIs ? withCountTargets(opened, zeroIs) : opened;
}

/**
 * The data that a posterior was trained on, standardised as then: a version that measured other items or steps of large data trained its
 * weights on another scale.
 * @param location as for `openRunData`
 * @throws BadInputError naming the file (row and column) and what would be right
 */
export function openTrainedData(metadata: PosteriorMetadata, location: string): Promise<RunData> {
  return openRunData(metadata.experiment, location, trainedStandard(metadata));
}

/**
 * Opens files of a person's own, as the network's data ask for them.
 * @throws BadInputError naming the file (row and column) and what would be right
 */
export async function openInputs(
  place: InputPlace,
  metadata: PosteriorMetadata,
  engine: EngineChoice,
): Promise<PredictionInputs> {
  const { kind, data } = kindOfData(metadata.experiment.data);
  const inUse: KindInUse<SettingsOf<DataKind>> = kinds[kind];
  return inUse.openInputs(place, data, metadata, engine);
}

/**
 * Opens files of a person's own that say what came of each item, as the network's data ask for them.
 * @throws BadInputError naming the file (row and column) and what would be right
 */
export async function openLabelled(
  place: InputPlace,
  metadata: PosteriorMetadata,
  engine: EngineChoice,
): Promise<LabelledItems> {
  const { kind, data } = kindOfData(metadata.experiment.data);
  const inUse: KindInUse<SettingsOf<DataKind>> = kinds[kind];
  const opened = await inUse.openLabelled(place, data, metadata, engine);
  return countedItems(opened, metadata, place.path);
}
