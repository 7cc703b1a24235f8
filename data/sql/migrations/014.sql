-- Every view of the ledger by its own index, so that a page reads only the lines that it shows.
PRAGMA user_version = 14;

CREATE INDEX issue_person ON issue (person, due_order, id, state) WHERE state IN ('found', 'rectifying', 'fixed');
CREATE INDEX issue_lookback ON issue (lookback_due, id, state) WHERE lookback_due > 0;
CREATE INDEX issue_asked ON issue (due_order, id, state) WHERE asked_due > 0;
CREATE INDEX issue_contested ON issue (due_order, id, state) WHERE contested <> 0;
DROP INDEX issue_waits;
-- In place of one class of all that wait: 2, found or in rectification; 3, a look-back is to come, by its day; 4, an
-- extension is asked for; 5, to be checked.
DELETE FROM issue_sort WHERE class = 2;
INSERT INTO issue_sort (sort, class, value, due_order, id)
SELECT sort, class.column1, value, iif(class.column1 = 3, issue.lookback_due, issue.due_order), id
FROM issue_sort JOIN issue USING (id), (VALUES (2), (3), (4), (5)) AS class
WHERE CASE class.column1
        WHEN 2 THEN state IN ('found', 'rectifying')
        WHEN 3 THEN lookback_due > 0
        WHEN 4 THEN asked_due > 0
        ELSE contested <> 0
    END;
