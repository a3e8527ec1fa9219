-- +goose Up

ALTER TABLE saved_search ADD COLUMN new_from BIGINT NOT NULL DEFAULT 0;          -- nothing that was shared before is new: saved then, or told of again since
UPDATE saved_search SET new_from = told_at;
ALTER TABLE saved_search ADD COLUMN told_of TEXT COLLATE "C" NOT NULL DEFAULT ''; -- resources that the last weekly emails told of, with spaces between: a node may find what was shared just before it later

-- +goose Down
ALTER TABLE saved_search DROP COLUMN told_of;
ALTER TABLE saved_search DROP COLUMN new_from;
