import type { ExportFormat } from '../posterior/posterior-work';
import type { RunExportFormat } from './run-export-formats';

/** What lies in a run's folder of all that a run leaves there at its end; an imported run has what its file held. */
export interface RunResults {
  /** What it learned: to predict with, and to export. */
  readonly posterior: boolean;
  /** Of a classification: reliability, scores by number of samples, items it doubts. */
  readonly evaluation: boolean;
  /** Of a classification: the items it is least sure of. */
  readonly leastSure: boolean;
  /** What its validation split said of its predictions, where it was calibrated. */
  readonly calibration: boolean;
  /** How far its doubt can be trusted, where that was looked at. */
  readonly assessment: boolean;
  /** Of class maps: their scores, and those that it doubts. */
  readonly segmentation: boolean;
  /** Of a regression: some of its predictions. */
  readonly predictions: boolean;
  /** Reports of each head, or of each of several values. */
  readonly targets: boolean;
  /** Formats that have no form for the run, with why. */
  readonly refusedFormats: Readonly<Partial<Record<ExportFormat | RunExportFormat, string>>>;
}
