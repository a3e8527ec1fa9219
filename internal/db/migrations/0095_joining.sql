-- +goose Up
CREATE TABLE joining (                             -- a resource that a coordinator made a version of another that was written apart
  district  TEXT COLLATE "C" NOT NULL,
  resource  TEXT COLLATE "C" NOT NULL,             -- the version
  core      TEXT COLLATE "C" NOT NULL,
  keys      TEXT NOT NULL,                         -- "former now" lines: what its parts were called before, and are as those of the core
  person    TEXT COLLATE "C" NOT NULL,             -- who joined them
  at        BIGINT NOT NULL,
  PRIMARY KEY (district, resource),
  FOREIGN KEY (district, resource) REFERENCES resource (district, id),
  FOREIGN KEY (district, core) REFERENCES resource (district, id),
  FOREIGN KEY (district, person) REFERENCES person (district, id)
);
CREATE INDEX joining_new ON joining (district, at);

CREATE TABLE former_key (                          -- what a part of a resource was called: who began to write before then still says so
  district  TEXT COLLATE "C" NOT NULL,
  resource  TEXT COLLATE "C" NOT NULL,
  former    TEXT COLLATE "C" NOT NULL,
  key       TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (district, resource, former),
  FOREIGN KEY (district, resource) REFERENCES resource (district, id)
);

-- +goose Down
DROP TABLE former_key;
DROP TABLE joining;
