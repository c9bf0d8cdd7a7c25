/** One field: a variable of one of the data set's files, or several where levels of it are wanted. */
export interface FieldPlace {
  readonly name: string;
  /** A NetCDF file, a folder of such files, their names with `*`, or a Zarr store. */
  readonly file: string;
  readonly variable: string;
  readonly levels?: readonly number[];
  /** Is predicted and not predicted from: files to predict for need not have it. */
  readonly isTargetAlone?: true;
}

/** What fields are to a network. */
export interface FieldRoles {
  /** Steps that are seen of each input; the next one is predicted. */
  readonly history: number;
  /** Variables (all their levels) or fields by name; undefined where all are. */
  readonly inputs?: readonly string[];
  readonly targets?: readonly string[];
  /** Those that a variable was read at. */
  readonly levels?: readonly number[] | undefined;
}

export interface FieldFacts<Settings> {
  /**
   * Where the fields lie, in the order of their channels.
   * @param location the folder of a known data set, or the person's own file
   */
  places(data: Settings, location: string): readonly FieldPlace[];
  /** Fields without time that a network sees beside them. */
  staticPlaces(data: Settings, location: string): readonly FieldPlace[];
  roles(data: Settings): FieldRoles;
}
