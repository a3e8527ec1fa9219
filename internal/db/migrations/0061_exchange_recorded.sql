-- +goose Up

ALTER TABLE exchange ADD COLUMN recorded BOOLEAN NOT NULL DEFAULT FALSE; -- written down after it was held: nobody was invited
UPDATE exchange SET recorded = TRUE WHERE state = 'held';

-- +goose Down
ALTER TABLE exchange DROP COLUMN recorded;
