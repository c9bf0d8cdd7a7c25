/** The numbers behind a picture: what its table shows and its CSV file holds. */
export interface ChartData {
  /** What the columns hold, with their units. */
  readonly head: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}
