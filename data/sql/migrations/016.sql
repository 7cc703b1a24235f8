-- What a list of the ledger shows stands beside its place in the order: a page reads the pages of its index alone, not
-- one of the table for every line.
PRAGMA user_version = 16;

CREATE TABLE issue_place (
    sort INTEGER NOT NULL,
    class INTEGER NOT NULL,
    value TEXT NOT NULL,
    due_order INTEGER NOT NULL,
    id TEXT NOT NULL,
    no TEXT,
    point TEXT,
    description TEXT,
    lead_unit TEXT,
    person TEXT,
    found_by TEXT,
    item TEXT,
    happened_at INTEGER NOT NULL,
    due_day INTEGER NOT NULL,
    lookback_due INTEGER NOT NULL,
    asked_due INTEGER NOT NULL,
    paused_at INTEGER NOT NULL,
    state TEXT,
    contested INTEGER NOT NULL,
    PRIMARY KEY (sort, class, value, due_order, id)
) STRICT, WITHOUT ROWID;
INSERT INTO issue_place
SELECT sort, class, value, s.due_order, id, no, point, description, lead_unit, person, found_by, item, happened_at,
    due_day, lookback_due, asked_due, paused_at, state, contested
FROM issue_sort AS s JOIN issue USING (id) ORDER BY sort, class, value, s.due_order, id;
DROP TABLE issue_sort;
ALTER TABLE issue_place RENAME TO issue_sort;

DROP INDEX issue_open;
DROP INDEX issue_person;
DROP INDEX issue_lookback;
DROP INDEX issue_asked;
DROP INDEX issue_contested;
CREATE INDEX issue_open ON issue (due_order, id, state, lead_unit, no, point, description, person, found_by, item,
    happened_at, due_day, lookback_due, asked_due, paused_at, contested)
WHERE state IN ('found', 'rectifying', 'fixed');
CREATE INDEX issue_person ON issue (person, due_order, id, state, lead_unit, no, point, description, found_by, item,
    happened_at, due_day, lookback_due, asked_due, paused_at, contested)
WHERE state IN ('found', 'rectifying', 'fixed');
CREATE INDEX issue_lookback ON issue (lookback_due, id, state, lead_unit, no, point, description, person, found_by,
    item, happened_at, due_day, asked_due, paused_at, contested)
WHERE lookback_due > 0;
CREATE INDEX issue_asked ON issue (due_order, id, state, lead_unit, no, point, description, person, found_by, item,
    happened_at, due_day, lookback_due, asked_due, paused_at, contested)
WHERE asked_due > 0;
CREATE INDEX issue_contested ON issue (due_order, id, state, lead_unit, no, point, description, person, found_by, item,
    happened_at, due_day, lookback_due, asked_due, paused_at, contested)
WHERE contested <> 0;
