-- +goose Up

ALTER TABLE question ADD COLUMN withdrawn_by TEXT COLLATE "C"; -- who may ask it again, beside a coordinator; null: whoever asked
ALTER TABLE answer ADD COLUMN removed_by TEXT COLLATE "C";     -- who may bring it back, beside a coordinator; null: whoever answered

-- +goose Down
ALTER TABLE answer DROP COLUMN removed_by;
ALTER TABLE question DROP COLUMN withdrawn_by;
