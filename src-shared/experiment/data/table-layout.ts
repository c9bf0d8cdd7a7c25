/** What the columns of a table are for. */
export interface TableLayout {
  /** In the folder of a known data set; without it the person's own file. */
  readonly file?: string;
  readonly target: string;
  /** Of the target, where its name does not say it. */
  readonly unit?: string;
  readonly task: 'regression' | 'classification';
  readonly leaveOut: readonly string[];
}

export interface TableFacts<Settings> {
  layout(data: Settings): TableLayout;
}
