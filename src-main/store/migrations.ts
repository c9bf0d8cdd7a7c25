/**
 * The database's schema, one step after the other; `user_version` counts the steps done. Steps are only ever added.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE runs (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    status TEXT NOT NULL,
    reason TEXT NOT NULL,
    experiment TEXT NOT NULL,
    engine TEXT NOT NULL,
    owner TEXT NOT NULL,
    created REAL NOT NULL,
    started REAL,
    ended REAL,
    progress TEXT
  ) STRICT;

  CREATE TABLE metric_names (
    key INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
  ) STRICT;

  -- SQLite stores no NaN: a NULL value stands for it. Infinities are stored as they are.
  CREATE TABLE metric_points (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE,
    name INTEGER NOT NULL REFERENCES metric_names (key),
    step INTEGER NOT NULL,
    epoch REAL NOT NULL,
    time REAL NOT NULL,
    value REAL
  ) STRICT;
  CREATE INDEX metric_points_of_run ON metric_points (run);

  -- The last value of each metric that the list of runs shows, so that the list reads no points.
  CREATE TABLE last_metrics (
    run INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE,
    name INTEGER NOT NULL REFERENCES metric_names (key),
    value REAL,
    PRIMARY KEY (run, name)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE log_lines (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE,
    time REAL NOT NULL,
    worker INTEGER,
    level TEXT NOT NULL,
    text TEXT NOT NULL
  ) STRICT;
  CREATE INDEX log_lines_of_run ON log_lines (run);
  `,
];
