-- How people prove who they are at this file (core/account.h): no projection, so no event rebuilds it.
PRAGMA user_version = 10;
CREATE TABLE account (
    person TEXT NOT NULL PRIMARY KEY,
    secret TEXT,
    pin TEXT,
    fails INTEGER NOT NULL,
    pin_fails INTEGER NOT NULL,
    locked_until INTEGER NOT NULL,
    login_at INTEGER NOT NULL,
    login_desk TEXT,
    outs INTEGER NOT NULL,
    disabled INTEGER NOT NULL
) STRICT;
