-- +goose Up
ALTER TABLE school ADD COLUMN closed_at BIGINT;    -- nobody works there or shares in its name any more; what it shared stays
ALTER TABLE school ADD COLUMN removed_at BIGINT;   -- entered by mistake: nothing belongs to it, and it is on no list

-- +goose Down
ALTER TABLE school DROP COLUMN removed_at;
ALTER TABLE school DROP COLUMN closed_at;
