-- Keys of sealed fields and the case they belong to (trust.md §5): when it ended, NULL while it goes on. And the event
-- that destroys a key does so by itself, wherever it comes from: a rule here, or the hub after a restore.
PRAGMA user_version = 11;
CREATE INDEX issue_session ON issue (session) WHERE session IS NOT NULL;
CREATE VIEW session_key_case AS
SELECT k.session AS session, k.key AS key, CASE
        WHEN s.voided = 0 AND s.phase IS NOT 'closed' THEN NULL
        WHEN EXISTS (SELECT 1 FROM issue AS i
            WHERE i.session = s.id AND i.state IN ('found', 'rectifying', 'fixed')) THEN NULL
        WHEN EXISTS (SELECT 1 FROM rating AS r
            WHERE r.session = s.id AND r.voided = 0 AND r.settle_due > 0 AND r.called_at = 0) THEN NULL
        ELSE max(s.happened_at, s.phase_at, s.closed_at,
            ifnull((SELECT max(i.acted_at) FROM issue AS i WHERE i.session = s.id), 0),
            ifnull((SELECT max(r.called_at) FROM rating AS r WHERE r.session = s.id), 0))
    END AS ended_at
FROM session_key AS k JOIN session AS s ON s.id = k.session;
CREATE TRIGGER event_destroys_key AFTER INSERT ON event WHEN NEW.kind = 'key.destroy' BEGIN
    DELETE FROM session_key WHERE session = NEW.subject;
END;
