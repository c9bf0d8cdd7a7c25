import { z } from 'zod';
import type { SettingField } from '../setting-field';

export const ownPath = z.string().min(1);

export const fileField: SettingField = {
  label: 'File',
  kind: 'text',
  help: 'Its whole path: CSV, Parquet or Excel with named columns.',
};

export const fieldsField: SettingField = {
  label: 'File or folder',
  kind: 'text',
  help: 'Its whole path: a NetCDF file, a folder of such files, their names with *, or a Zarr store.',
};
