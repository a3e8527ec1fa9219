-- +goose Up
ALTER TABLE api_token ADD COLUMN used_on TEXT;     -- day on which it was used last, seen by its holder alone; null: never
ALTER TABLE feed_address ADD COLUMN used_on TEXT;  -- the same of a feed

-- +goose Down
ALTER TABLE feed_address DROP COLUMN used_on;
ALTER TABLE api_token DROP COLUMN used_on;
