import type { TableFormat } from '../../src-shared/posterior-work';
import { CsvWriter } from './csv-writer';
import { ParquetTableWriter } from './parquet-writer';
import type { TableWriter } from './table-writer';

export function openTableWriter(file: string, format: TableFormat): TableWriter {
  return format === 'csv' ? new CsvWriter(file) : new ParquetTableWriter(file);
}
