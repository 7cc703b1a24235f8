-- What units were called before: a print as of an earlier moment shows the name of then; the code stays.
PRAGMA user_version = 6;

CREATE TABLE unit_name (
    unit TEXT NOT NULL,
    until_at INTEGER NOT NULL, -- when the newer name was loaded
    name TEXT NOT NULL,
    short_name TEXT,
    PRIMARY KEY (unit, until_at)
) STRICT, WITHOUT ROWID;
