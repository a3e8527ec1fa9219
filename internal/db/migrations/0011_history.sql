-- +goose Up

-- Who wrote at a resource, without its manifests.
CREATE INDEX version_credit ON version (district, resource, author, school, number, at);

-- +goose Down
DROP INDEX version_credit;
