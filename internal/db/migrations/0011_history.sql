-- +goose Up

-- Who wrote at a resource, without its manifests.
CREATE INDEX version_credit ON version (district, resource, author, school, number, at);

-- Who could see a resource as of a version, so that a change of it has a base.
ALTER TABLE version ADD COLUMN visibility TEXT COLLATE "C" NOT NULL DEFAULT 'district' CHECK (visibility IN ('school', 'district', 'consortium', 'public'));
UPDATE version SET visibility = (SELECT r.visibility FROM resource r WHERE r.district = version.district AND r.id = version.resource);

-- +goose Down
ALTER TABLE version DROP COLUMN visibility;
DROP INDEX version_credit;
