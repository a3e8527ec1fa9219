-- +goose Up

-- How far a version has come with what its core, which resource names, has changed since.
CREATE TABLE adaptation (
  district   TEXT COLLATE "C" NOT NULL,
  resource   TEXT COLLATE "C" NOT NULL,
  base       TEXT NOT NULL,                        -- of the core: "key hash" lines, each part as it was decided about last
  following  BOOLEAN NOT NULL,                     -- what the core changes where nothing was changed here is used at once
  PRIMARY KEY (district, resource),
  FOREIGN KEY (district, resource) REFERENCES resource (district, id)
);

DROP INDEX resource_core;
CREATE INDEX resource_core ON resource (core) WHERE core IS NOT NULL; -- also from a district that shares with this one

-- +goose Down
DROP INDEX resource_core;
CREATE INDEX resource_core ON resource (district, core) WHERE core IS NOT NULL;
DROP TABLE adaptation;
