import { BadInputError } from '../../../src-shared/errors';
import type { TableFormat } from '../../../src-shared/posterior/posterior-work';
import { NetcdfWriter } from '../netcdf-writer';
import type { PredictionInputs } from '../prediction-inputs';
import { ZarrWriter } from '../zarr-writer';
import { CsvWriter } from './csv-writer';
import { ParquetTableWriter } from './parquet-writer';
import type { TableWriter } from './table-writer';

/**
 * @param fields those that are predicted, which a NetCDF file and a Zarr store need
 * @throws BadInputError where such a file is asked for and they are none
 */
export function openTableWriter(
  file: string,
  format: TableFormat,
  { fields }: Pick<PredictionInputs, 'fields'> = {},
): TableWriter {
  if (format === 'csv') return new CsvWriter(file);
  if (format === 'parquet') return new ParquetTableWriter(file);
  if (fields) return format === 'nc' ? new NetcdfWriter(file, fields) : new ZarrWriter(file, fields);
  throw new BadInputError(
    `A ${format === 'nc' ? 'NetCDF file' : 'Zarr store'} holds predicted fields alone; write .csv or .parquet for these data.`,
  );
}
