/** One field: a variable of one of the data set's files, or several where levels of it are wanted. */
export interface FieldPlace {
  readonly name: string;
  /** A NetCDF file, a folder of such files, their names with `*`, or a Zarr store. */
  readonly file: string;
  readonly variable: string;
  readonly levels?: readonly number[];
}

export interface FieldFacts<Settings> {
  /**
   * Where the fields lie, in the order of their channels.
   * @param location the folder of a known data set, or the person's own file
   */
  places(data: Settings, location: string): readonly FieldPlace[];
}
