-- +goose Up

CREATE TABLE discarded_draft (                     -- thrown away, and brought back by a tap while it is here
  id           TEXT COLLATE "C" NOT NULL,          -- as it had, and will have again
  district     TEXT COLLATE "C" NOT NULL,
  resource     TEXT COLLATE "C" NOT NULL,
  person       TEXT COLLATE "C" NOT NULL,
  school       TEXT COLLATE "C" NOT NULL,
  handed_over  BOOLEAN NOT NULL,
  base         TEXT COLLATE "C",
  form         TEXT NOT NULL,                      -- JSON
  saves        BIGINT NOT NULL,
  changed_at   BIGINT NOT NULL,
  discarded_at BIGINT NOT NULL,
  PRIMARY KEY (district, id),
  FOREIGN KEY (district, resource) REFERENCES resource (district, id),
  FOREIGN KEY (district, person) REFERENCES person (district, id)
);
CREATE INDEX discarded_draft_person ON discarded_draft (district, person, discarded_at);
CREATE INDEX discarded_draft_resource ON discarded_draft (district, resource);

-- +goose Down
DROP TABLE discarded_draft;
