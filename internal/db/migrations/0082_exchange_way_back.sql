-- +goose Up

ALTER TABLE exchange ADD COLUMN summary_before TEXT NOT NULL DEFAULT '';  -- what stood before the last change of the summary
ALTER TABLE exchange ADD COLUMN summary_before_by TEXT COLLATE "C";       -- and who had written that
ALTER TABLE exchange ADD COLUMN host_before TEXT COLLATE "C";             -- who hosted until it was handed on; null: nobody
ALTER TABLE exchange_note ADD COLUMN removed_by TEXT COLLATE "C";         -- who took it away; null: whoever noted it

-- +goose Down
ALTER TABLE exchange_note DROP COLUMN removed_by;
ALTER TABLE exchange DROP COLUMN host_before;
ALTER TABLE exchange DROP COLUMN summary_before_by;
ALTER TABLE exchange DROP COLUMN summary_before;
