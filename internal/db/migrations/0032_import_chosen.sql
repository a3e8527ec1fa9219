-- +goose Up
ALTER TABLE import ADD COLUMN chosen TEXT NOT NULL DEFAULT '{}';         -- JSON: which rows a person left out, or took in although they stand twice

-- +goose Down
ALTER TABLE import DROP COLUMN chosen;
