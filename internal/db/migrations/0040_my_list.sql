-- +goose Up

CREATE TABLE list_entry (                          -- what somebody means to try; for that person alone
  district    TEXT COLLATE "C" NOT NULL,
  person      TEXT COLLATE "C" NOT NULL,
  resource    TEXT COLLATE "C" NOT NULL,
  chosen      TEXT COLLATE "C" NOT NULL CHECK (chosen IN ('week', 'month', 'keep')),
  due         TEXT COLLATE "C",                    -- the day from which "How did it go?" is asked; null: it is not asked
  added_at    BIGINT NOT NULL,
  tried_at    BIGINT,                              -- they said how it went
  removed_at  BIGINT,                              -- taken off; kept for a while so that it can be put back
  PRIMARY KEY (district, person, resource),
  FOREIGN KEY (district, person) REFERENCES person (district, id),
  FOREIGN KEY (resource) REFERENCES resource (id)    -- also of a district that shares with this one
);

-- +goose Down
DROP TABLE list_entry;
