-- The ledger ordered by any column: for each line and order its place. class 0: open lines, 1: the others, 2: once more
-- those that wait for somebody. sort and value as in core/issue.h.
PRAGMA user_version = 3;

CREATE TABLE issue_sort (
    sort INTEGER NOT NULL,
    class INTEGER NOT NULL,
    value TEXT NOT NULL,
    due_order INTEGER NOT NULL,
    id TEXT NOT NULL,
    PRIMARY KEY (sort, class, value, due_order, id)
) STRICT, WITHOUT ROWID;
INSERT INTO issue_sort (sort, class, value, due_order, id)
SELECT sort.column1, class.column1, '=' || CASE sort.column1
        WHEN 1 THEN ifnull(lead_unit, '')
        WHEN 2 THEN CASE point WHEN 'hard_point' THEN '01' WHEN 'block_point' THEN '02' WHEN 'pain_point' THEN '03'
            ELSE '00' END
        WHEN 3 THEN CASE state WHEN 'found' THEN '01' WHEN 'rectifying' THEN '02' WHEN 'fixed' THEN '03'
            WHEN 'closed' THEN '04' WHEN 'referred' THEN '05' WHEN 'void' THEN '06' ELSE '00' END
        WHEN 4 THEN ifnull(person, '')
        WHEN 5 THEN printf('%012d', 999999999999 - happened_at)
        WHEN 6 THEN ifnull(no, '')
        ELSE ifnull(description, '')
    END, due_order, id
FROM issue, (VALUES (1), (2), (3), (4), (5), (6), (7)) AS sort, (VALUES (0), (1), (2)) AS class
WHERE CASE class.column1
        WHEN 0 THEN state IN ('found', 'rectifying', 'fixed')
        WHEN 1 THEN state NOT IN ('found', 'rectifying', 'fixed')
        ELSE lookback_due > 0 OR asked_due > 0 OR contested <> 0
    END;
