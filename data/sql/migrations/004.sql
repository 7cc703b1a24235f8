-- Ratings of clients; volunteers' shifts, the duty roster, consult phones and their calls.
CREATE TABLE rating (
    id TEXT NOT NULL PRIMARY KEY,
    replica TEXT,
    session TEXT,
    session_no TEXT,
    desk TEXT,
    item TEXT,
    medium TEXT,
    level TEXT,
    cause TEXT,
    solved TEXT,
    contact_due INTEGER NOT NULL,
    settle_due INTEGER NOT NULL,
    complex INTEGER NOT NULL,
    contact_note TEXT,
    contacted_at INTEGER NOT NULL,
    measures TEXT,
    settled_at INTEGER NOT NULL,
    call_back TEXT,
    call_note TEXT,
    called_at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    recorded_by TEXT,
    voided INTEGER NOT NULL
) STRICT;
CREATE TABLE shift (
    id TEXT NOT NULL PRIMARY KEY,
    replica TEXT,
    person TEXT,
    desk TEXT,
    supervisor TEXT,
    from_at INTEGER NOT NULL,
    to_at INTEGER NOT NULL,
    note TEXT,
    recorded_at INTEGER NOT NULL,
    recorded_by TEXT,
    voided INTEGER NOT NULL
) STRICT;
CREATE TABLE duty (
    id TEXT NOT NULL PRIMARY KEY,
    replica TEXT,
    day INTEGER NOT NULL,
    desk TEXT,
    person TEXT,
    staffing TEXT,
    note TEXT,
    recorded_at INTEGER NOT NULL,
    recorded_by TEXT,
    voided INTEGER NOT NULL
) STRICT;
CREATE TABLE phone (
    id TEXT NOT NULL PRIMARY KEY,
    replica TEXT,
    number TEXT,
    unit TEXT,
    item TEXT,
    valid_from INTEGER NOT NULL,
    valid_to INTEGER NOT NULL,
    note TEXT,
    recorded_at INTEGER NOT NULL,
    recorded_by TEXT,
    voided INTEGER NOT NULL
) STRICT;
CREATE TABLE phone_count (
    id TEXT NOT NULL PRIMARY KEY,
    replica TEXT,
    number TEXT,
    month TEXT,
    offered INTEGER NOT NULL,
    answered INTEGER NOT NULL,
    solved INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    recorded_by TEXT,
    voided INTEGER NOT NULL
) STRICT;
CREATE INDEX rating_session ON rating (session);
CREATE INDEX rating_day ON rating (recorded_at, id);
CREATE INDEX shift_person ON shift (person, from_at);
CREATE UNIQUE INDEX phone_count_month ON phone_count (number, month) WHERE voided = 0;
PRAGMA user_version = 4;
