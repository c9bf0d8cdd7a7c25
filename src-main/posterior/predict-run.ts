import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import type { Calibration } from '../../src-shared/assessment/calibration';
import type { PosteriorResult } from '../../src-shared/posterior/posterior-work';
import { type PosteriorWorkshop, type WorkControls, workWithPosterior } from './posterior-worker';
import { writeWholeTable } from './whole-table';

export interface PredictionRequest {
  /** The run's posterior.safetensors. */
  readonly posterior: string;
  /** A folder of pictures, a table or fields. */
  readonly input: string;
  /** A file that ends in .csv or .parquet, or in .nc or .zarr for fields; a file that is there is replaced. */
  readonly out: string;
  readonly samples?: number;
  /** What the run's calibration adds to the table. */
  readonly calibration?: Calibration | undefined;
}

/**
 * Predicts for a person's own data with a trained posterior. The table is seen whole or not at all.
 * @throws BadInputError where files do not fit or the table has no place there, FailedError, the signal's reason
 */
export async function predictRun(
  { posterior, input, out, samples, calibration }: PredictionRequest,
  workshop: PosteriorWorkshop,
  controls: WorkControls,
): Promise<PosteriorResult> {
  const wanted = {
    ...(samples === undefined ? {} : { samples }),
    ...(calibration === undefined ? {} : { calibration }),
  };
  return writeWholeTable(
    out,
    async ({ part, format }) => {
      const maps = `${part}-maps`;
      const work = { kind: 'predict', posterior, input: resolve(input), out: part, format, maps } as const;
      try {
        // Of a process that had this one's number and was ended.
        await rm(maps, { recursive: true, force: true });
        await mkdir(maps);
        const result = await workWithPosterior({ ...work, ...wanted }, workshop, controls);
        const placed = await placeMaps(maps, mapsFolder(out));
        if (placed === 0) return result;
        return {
          ...result,
          notes: [...result.notes, `The class maps and their entropies lie in ${mapsFolder(out)}.`],
        };
      } finally {
        await rm(maps, { recursive: true, force: true });
      }
    },
    true,
  );
}

/** Where class maps lie that are predicted with a table. */
export function mapsFolder(out: string): string {
  return `${out.slice(0, out.length - extname(out).length)}-maps`;
}

/** Moves what was written to its place; files of other names stay there. */
async function placeMaps(from: string, to: string): Promise<number> {
  const names = await readdir(from);
  if (names.length === 0) return 0;
  await mkdir(to, { recursive: true });
  for (const name of names) await rename(join(from, name), join(to, name));
  return names.length;
}
