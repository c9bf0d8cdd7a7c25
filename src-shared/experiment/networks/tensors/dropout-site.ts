/** A place where units can be dropped. */
export interface DropoutSite {
  readonly name: string;
  readonly units: number;
  /** The probability that a network's own file has there, for where the experiment names none. */
  readonly rate?: number;
}
