-- +goose Up
ALTER TABLE draft ADD COLUMN tab TEXT COLLATE "C" NOT NULL DEFAULT '';   -- the browser tab that kept it last; empty: one without scripts
ALTER TABLE draft ADD COLUMN turn BIGINT NOT NULL DEFAULT 0;             -- which of the tab's saves that was

-- +goose Down
ALTER TABLE draft DROP COLUMN turn;
ALTER TABLE draft DROP COLUMN tab;
