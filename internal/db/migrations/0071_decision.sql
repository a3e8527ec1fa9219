-- +goose Up

CREATE TABLE decision (                            -- what somebody decided about changes of a core, so that it can be taken back
  id           TEXT COLLATE "C" NOT NULL,
  district     TEXT COLLATE "C" NOT NULL,
  resource     TEXT COLLATE "C" NOT NULL,          -- the version
  person       TEXT COLLATE "C",                   -- null: its school follows the core
  at           BIGINT NOT NULL,
  parts        TEXT NOT NULL,                      -- keys, with spaces between
  base         TEXT NOT NULL,                      -- of adaptation, before
  base_after   TEXT NOT NULL,
  head         TEXT COLLATE "C" NOT NULL,          -- of the version, before
  head_after   TEXT COLLATE "C" NOT NULL,
  core_version TEXT COLLATE "C" NOT NULL,          -- of the version, before
  undone_at    BIGINT,
  PRIMARY KEY (district, id),
  FOREIGN KEY (district, resource) REFERENCES adaptation (district, resource),
  FOREIGN KEY (district, person) REFERENCES person (district, id)
);
CREATE INDEX decision_resource ON decision (district, resource, at);

-- +goose Down
DROP TABLE decision;
