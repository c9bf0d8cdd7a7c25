/** One field: a variable of one of the data set's files. */
export interface FieldPlace {
  readonly name: string;
  readonly file: string;
  readonly variable: string;
}

export interface FieldFacts<Settings> {
  /**
   * Where the fields lie, in the order of their channels.
   * @param location the folder of a known data set, or the person's own file
   */
  places(data: Settings, location: string): readonly FieldPlace[];
}
