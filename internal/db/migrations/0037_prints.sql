-- +goose Up

-- Fingerprints of texts are in the index; what a head points to is links, books and files.
DELETE FROM head_link WHERE kind = 'text';

-- +goose Down
SELECT 1;
