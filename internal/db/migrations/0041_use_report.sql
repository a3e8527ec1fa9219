-- +goose Up

CREATE TABLE use_report (                          -- one use of a resource: with whom, and what was changed
  id          TEXT COLLATE "C" NOT NULL,
  district    TEXT COLLATE "C" NOT NULL,
  resource    TEXT COLLATE "C" NOT NULL,
  school      TEXT COLLATE "C" NOT NULL,           -- where it was used
  person      TEXT COLLATE "C",                    -- who says so; null: a teacher who held a share link
  link        TEXT COLLATE "C",                    -- that share link
  way_back    BYTEA,                               -- SHA-256 of the token in the teacher's page, by which she takes it back
  outcome     TEXT COLLATE "C" NOT NULL CHECK (outcome IN ('worked', 'improve')),
  grades      BIGINT NOT NULL,                     -- as in school
  visits      BIGINT NOT NULL CHECK (visits >= 0), -- 0: not said
  classes     BIGINT NOT NULL CHECK (classes >= 0),
  words       TEXT NOT NULL,
  quotable    BOOLEAN NOT NULL,                    -- the words may be shown on the principal's sheet
  at          BIGINT NOT NULL,
  changed_at  BIGINT,
  removed_at  BIGINT,
  removed_by  TEXT COLLATE "C",                    -- null: the teacher herself
  PRIMARY KEY (district, id),
  FOREIGN KEY (resource) REFERENCES resource (id),   -- also of a district that shares with this one
  FOREIGN KEY (district, school) REFERENCES school (district, id),
  FOREIGN KEY (district, person) REFERENCES person (district, id)
);
CREATE INDEX use_report_resource ON use_report (district, resource, at);
CREATE INDEX use_report_school ON use_report (district, school, at);
CREATE INDEX use_report_at ON use_report (district, at);
CREATE UNIQUE INDEX use_report_way_back ON use_report (link, way_back) WHERE way_back IS NOT NULL;

ALTER TABLE share_link ADD COLUMN school TEXT COLLATE "C"; -- for whose teachers it was made; null: the resource's own

-- +goose Down
ALTER TABLE share_link DROP COLUMN school;
DROP TABLE use_report;
