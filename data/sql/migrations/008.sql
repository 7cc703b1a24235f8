-- The same person again today; and what a helper still owes, without reading his years.
PRAGMA user_version = 8;
CREATE INDEX session_person ON session (client_pseudonym, happened_at)
WHERE client_pseudonym IS NOT NULL;
CREATE INDEX session_debt ON session (helper, happened_at)
WHERE voided = 0 AND ((item IS NULL AND no_item IS NULL) OR category IS NULL OR outcome IS NULL
    OR phase IS NOT 'closed');
