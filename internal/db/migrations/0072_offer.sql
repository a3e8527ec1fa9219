-- +goose Up

CREATE TABLE offer (                               -- parts of a version, offered to what it is a version of
  id           TEXT COLLATE "C" NOT NULL,
  district     TEXT COLLATE "C" NOT NULL,
  resource     TEXT COLLATE "C" NOT NULL,          -- the version
  core         TEXT COLLATE "C" NOT NULL,
  person       TEXT COLLATE "C" NOT NULL,
  school       TEXT COLLATE "C" NOT NULL,          -- of the version, for which the person offers
  at           BIGINT NOT NULL,
  why          TEXT NOT NULL,
  parts        TEXT NOT NULL,                      -- keys, with spaces between
  base         TEXT NOT NULL,                      -- the core as the version had decided about it: "key hash" lines
  offered      TEXT NOT NULL,                      -- the version then, likewise
  state        TEXT COLLATE "C" NOT NULL,          -- waiting, accepted, declined, withdrawn
  decided_by   TEXT COLLATE "C",
  decided_at   BIGINT,
  reason       TEXT NOT NULL,                      -- why it was declined, for the person alone
  used         TEXT NOT NULL,                      -- keys of the parts that were accepted
  head         TEXT COLLATE "C",                   -- of the core, before it was accepted
  head_after   TEXT COLLATE "C",
  PRIMARY KEY (district, id),
  FOREIGN KEY (district, resource) REFERENCES adaptation (district, resource),
  FOREIGN KEY (district, core) REFERENCES resource (district, id),
  FOREIGN KEY (district, person) REFERENCES person (district, id),
  FOREIGN KEY (district, decided_by) REFERENCES person (district, id)
);
CREATE INDEX offer_resource ON offer (district, resource, state);
CREATE INDEX offer_core ON offer (district, core, state);
CREATE INDEX offer_waiting ON offer (district) WHERE state = 'waiting';
CREATE INDEX offer_person ON offer (district, person, at);

CREATE TABLE kept_part (                           -- what versions of a resource are asked to keep
  district     TEXT COLLATE "C" NOT NULL,
  resource     TEXT COLLATE "C" NOT NULL,
  key          TEXT COLLATE "C" NOT NULL,
  person       TEXT COLLATE "C" NOT NULL,          -- who asks
  at           BIGINT NOT NULL,
  PRIMARY KEY (district, resource, key),
  FOREIGN KEY (district, resource) REFERENCES resource (district, id),
  FOREIGN KEY (district, person) REFERENCES person (district, id)
);

-- +goose Down
DROP TABLE kept_part;
DROP TABLE offer;
