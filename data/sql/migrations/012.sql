-- Single calls at the phone desk: answered or missed, on which phone, and the session an answered one became.
CREATE TABLE phone_call (
    id TEXT NOT NULL PRIMARY KEY,
    replica TEXT,
    number TEXT,
    result TEXT,
    item TEXT,
    session TEXT,
    session_no TEXT,
    desk TEXT,
    happened_at INTEGER NOT NULL,
    note TEXT,
    recorded_at INTEGER NOT NULL,
    recorded_by TEXT,
    voided INTEGER NOT NULL
) STRICT;
CREATE INDEX phone_call_day ON phone_call (happened_at, id) WHERE voided = 0;
CREATE INDEX phone_call_desk ON phone_call (desk, happened_at, id) WHERE voided = 0;
PRAGMA user_version = 12;
