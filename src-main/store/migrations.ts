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
  `
  ALTER TABLE runs ADD COLUMN notes TEXT NOT NULL DEFAULT '';
  ALTER TABLE runs ADD COLUMN starred INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE runs ADD COLUMN archived INTEGER NOT NULL DEFAULT 0;
  -- When a run was removed; it is kept for the undo, and then purged.
  ALTER TABLE runs ADD COLUMN removed REAL;
  -- Order in the queue, where somebody changed it; else the order of the keys.
  ALTER TABLE runs ADD COLUMN place REAL;
  -- All points with an id up to this one are in metric_blocks as well.
  ALTER TABLE runs ADD COLUMN sealed INTEGER NOT NULL DEFAULT 0;
  -- Grows with every change that the list of runs shows, so that a reader asks for what changed alone.
  ALTER TABLE runs ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
  UPDATE runs SET revision = key;
  CREATE INDEX runs_by_revision ON runs (revision);

  CREATE TABLE revisions (latest INTEGER NOT NULL) STRICT;
  INSERT INTO revisions SELECT coalesce(max(key), 0) FROM runs;

  CREATE TABLE run_tags (
    run INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE,
    tag TEXT NOT NULL,
    PRIMARY KEY (run, tag)
  ) STRICT, WITHOUT ROWID;

  CREATE TRIGGER run_created AFTER INSERT ON runs BEGIN
    UPDATE revisions SET latest = latest + 1;
    UPDATE runs SET revision = (SELECT latest FROM revisions) WHERE key = NEW.key;
  END;
  CREATE TRIGGER run_changed AFTER UPDATE OF
    status, reason, experiment, engine, started, ended, progress, notes, starred, archived, removed, place ON runs
  BEGIN
    UPDATE revisions SET latest = latest + 1;
    UPDATE runs SET revision = (SELECT latest FROM revisions) WHERE key = NEW.key;
  END;

  -- Points once more, packed by metric, so that whole curves are read at once. Made from metric_points at any time.
  CREATE TABLE metric_blocks (
    key INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE,
    name INTEGER NOT NULL REFERENCES metric_names (key),
    last_id INTEGER NOT NULL,
    points INTEGER NOT NULL,
    non_positive INTEGER NOT NULL,
    not_finite INTEGER NOT NULL,
    -- Step, epoch and time of the first and of the last point.
    first_step REAL NOT NULL,
    last_step REAL NOT NULL,
    first_epoch REAL NOT NULL,
    last_epoch REAL NOT NULL,
    first_time REAL NOT NULL,
    last_time REAL NOT NULL,
    extremes BLOB NOT NULL,
    readings BLOB NOT NULL,
    places BLOB NOT NULL,
    UNIQUE (run, name, last_id)
  ) STRICT;

  CREATE TABLE saved_views (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    changed REAL NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- Where windows and views were left.
  CREATE TABLE kept_states (
    key TEXT PRIMARY KEY,
    state TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- Ids of points that a rewound run has given away: new points get later ones.
  ALTER TABLE runs ADD COLUMN highest_point INTEGER NOT NULL DEFAULT 0;
  `,
  `
  -- Names the code that trained it; NULL for runs of versions that did not tell.
  ALTER TABLE runs ADD COLUMN code_version TEXT;
  `,
  `
  -- How many batches of each process are stored: one that waits in a spool file is stored once, however often it is tried.
  CREATE TABLE writers (
    name TEXT PRIMARY KEY,
    batches INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  -- Another one after each restoring, so that nobody goes on from what he remembers of the database before.
  ALTER TABLE revisions ADD COLUMN generation INTEGER NOT NULL DEFAULT 0;
  `,
  `
  -- When a run was not going, between its pieces or paused: a JSON list of {from, to}; NULL for a run without such times.
  ALTER TABLE runs ADD COLUMN gaps TEXT;
  `,
  `
  -- The step that a run has gone back to: points up to it may come once more. NULL for a run that has not.
  ALTER TABLE runs ADD COLUMN rewound_to INTEGER;
  -- How often it has: whoever has read points of it before reads them anew.
  ALTER TABLE runs ADD COLUMN rewinds INTEGER NOT NULL DEFAULT 0;
  `,
  `
  -- Settings that came later, with what runs did before there were any: only so does one that goes on stay the same.
  UPDATE runs SET experiment = json_insert(experiment, '$.inference.prior.scale', 0.5773502691896258)
    WHERE json_extract(experiment, '$.inference.prior.kind') = 'rescaled-gaussian';
  UPDATE runs SET experiment = json_set(experiment, '$.inference.prior', json_object('kind', 'uniform'))
    WHERE json_extract(experiment, '$.inference.method') <> 'variational'
      AND json_extract(experiment, '$.inference.klWarmup') IS NULL;
  UPDATE runs SET experiment = json_insert(experiment, '$.training.optimizer.weightDecayPer', 'data-set')
    WHERE json_extract(experiment, '$.training.optimizer.kind') IN ('adam', 'sgd');
  UPDATE runs SET experiment = json_remove(
    json_insert(
      experiment,
      '$.inference.klWarmup', 0,
      '$.inference.logStdRate', 1,
      '$.training.leastSteps', 0,
      '$.training.deterministic', json('false'),
      '$.training.views', CASE json_extract(experiment, '$.training.augmentation')
        WHEN 'shared' THEN 1
        WHEN 'independent' THEN json_extract(experiment, '$.training.samples')
        ELSE 0 END,
      '$.evaluation', json_object('samples', json_extract(experiment, '$.training.samples'))
    ),
    '$.training.augmentation'
  );
  `,
  `
  -- Runs of versions that always dropped the items of an epoch that do not fill a batch, and did not say so.
  UPDATE runs SET experiment = json_insert(experiment, '$.training.lastBatch', 'drop');
  `,
  `
  -- All layers were Bayesian but those named otherwise; Laplace's covariance was one matrix, its prior one number and by the
  -- evidence; stopping early looked at the validation items.
  UPDATE runs SET experiment = json_insert(
    experiment, '$.inference.bayesianLayers', json('[]'), '$.inference.flipout', json('false'));
  UPDATE runs SET experiment = json_insert(
      experiment,
      '$.inference.structure', 'full',
      '$.inference.precisionBy', 'evidence',
      '$.inference.priorPer', 'network')
    WHERE json_extract(experiment, '$.inference.method') = 'laplace';
  UPDATE runs SET experiment = json_insert(experiment, '$.training.earlyStopping.by', 'validation.nll')
    WHERE json_extract(experiment, '$.training.earlyStopping') IS NOT NULL;
  `,
  `
  -- The rows of a table were drawn from all classes alike.
  UPDATE runs SET experiment = json_insert(experiment, '$.data.stratified', json('false'))
    WHERE json_extract(experiment, '$.data.dataset') = 'table';
  `,
  `
  -- Batch normalisations of networks of one's own always kept the statistics of the file.
  UPDATE runs SET experiment = json_insert(experiment, '$.model.batchNorm', 'frozen')
    WHERE json_extract(experiment, '$.model.kind') = 'onnx';
  `,
  `
  -- Several targets had one learned noise together, those of a head too.
  UPDATE runs SET experiment = json_insert(experiment, '$.inference.noise.perTarget', json('false'))
    WHERE json_extract(experiment, '$.inference.noise.kind') = 'learned';
  UPDATE runs SET experiment = json_set(experiment, '$.data.heads', json((
      SELECT json_group_array(json(CASE json_extract(value, '$.noise.kind')
        WHEN 'learned' THEN json_insert(value, '$.noise.perTarget', json('false')) ELSE value END))
      FROM json_each(experiment, '$.data.heads'))))
    WHERE json_type(experiment, '$.data.heads') = 'array';
  `,
  `
  -- The shares alone said how many rows of a class test and validate.
  UPDATE runs SET experiment = json_insert(experiment, '$.data.leastPerClass', 0)
    WHERE json_extract(experiment, '$.data.dataset') = 'table';
  `,
  `
  -- All of a field's variables were predicted from the step before alone, cells counted alike; cells of a table were known, and texts
  -- inputs; files told by themselves how they are written; series had no covariates; pictures and arrays had a class each.
  UPDATE runs SET experiment = json_insert(
      experiment, '$.data.history', 1, '$.data.static', json('[]'), '$.data.areaWeights', json('false'))
    WHERE json_extract(experiment, '$.data.dataset') = 'field';
  UPDATE runs SET experiment = json_insert(experiment, '$.data.missing', 'refuse', '$.data.embedAbove', 100)
    WHERE json_extract(experiment, '$.data.dataset') = 'table';
  UPDATE runs SET experiment = json_insert(
      experiment, '$.data.pastCovariates', json('[]'), '$.data.futureCovariates', json('[]'))
    WHERE json_extract(experiment, '$.data.dataset') = 'time-series';
  UPDATE runs SET experiment = json_insert(
      experiment, '$.data.separator', 'auto', '$.data.decimals', 'auto', '$.data.encoding', 'auto')
    WHERE json_extract(experiment, '$.data.dataset') IN ('table', 'time-series');
  UPDATE runs SET experiment = json_insert(
      experiment, '$.data.ignoredLabel', 255, '$.data.classNames', json('[]'))
    WHERE json_extract(experiment, '$.data.dataset') IN ('images', 'arrays');
  UPDATE runs SET experiment = json_insert(
      experiment, '$.data.task', 'classification', '$.data.statistics', 'training', '$.data.broken', 'refuse')
    WHERE json_extract(experiment, '$.data.dataset') = 'images';
  `,
  `
  -- Runs that are not over, and those that were removed, are looked for every second and minute: without an index all are read for it.
  CREATE INDEX runs_by_status ON runs (status);
  CREATE INDEX removed_runs ON runs (removed) WHERE removed IS NOT NULL;
  `,
];
