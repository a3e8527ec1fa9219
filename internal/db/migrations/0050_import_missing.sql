-- +goose Up
ALTER TABLE import ADD COLUMN missing TEXT NOT NULL DEFAULT '[]';        -- JSON: words among its topics that the district does not have, and on how many rows
ALTER TABLE import ADD COLUMN seen BIGINT NOT NULL DEFAULT 0;            -- rows that its preview showed; 0: nobody has looked

-- +goose Down
ALTER TABLE import DROP COLUMN seen;
ALTER TABLE import DROP COLUMN missing;
