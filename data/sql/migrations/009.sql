-- What is not about a session, a ledger line or a rating is the audit's: it is found without reading those. The acts of
-- a person are found from the chain's end, where the day's are. Registers in their orders.
PRAGMA user_version = 9;
CREATE INDEX event_audit ON event (lamport, hash)
WHERE kind NOT GLOB 'session.*' AND kind NOT GLOB 'issue.*' AND kind NOT GLOB 'rating.*';
DROP INDEX event_act;
CREATE INDEX shift_order ON shift (from_at DESC, id) WHERE voided = 0;
CREATE INDEX duty_order ON duty (day DESC, desk, id) WHERE voided = 0;
CREATE INDEX phone_order ON phone (number, id) WHERE voided = 0;
CREATE INDEX phone_count_order ON phone_count (month DESC, number, id) WHERE voided = 0;
