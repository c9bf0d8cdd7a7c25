/** A place where units can be dropped. */
export interface DropoutSite {
  readonly name: string;
  readonly units: number;
}
