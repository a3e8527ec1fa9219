-- +goose Up

ALTER TABLE sign_in_link ADD COLUMN former_hash BYTEA; -- of the link in a letter that may have left before it was written anew: it opens too
ALTER TABLE sign_in_link ADD COLUMN former_code BYTEA; -- of its digits
ALTER TABLE sign_in_link ADD COLUMN sent_at BIGINT;    -- when the letter left; null: not yet, or not for sure
CREATE UNIQUE INDEX sign_in_link_former ON sign_in_link (former_hash);

-- +goose Down
DROP INDEX sign_in_link_former;
ALTER TABLE sign_in_link DROP COLUMN sent_at;
ALTER TABLE sign_in_link DROP COLUMN former_code;
ALTER TABLE sign_in_link DROP COLUMN former_hash;
