-- +goose Up
ALTER TABLE adaptation ADD COLUMN core_school TEXT COLLATE "C"; -- whose the core was when the version was made
UPDATE adaptation SET core_school = (SELECT c.school FROM resource r JOIN resource c ON c.id = r.core
  WHERE r.district = adaptation.district AND r.id = adaptation.resource);

-- +goose Down
ALTER TABLE adaptation DROP COLUMN core_school;
