-- +goose Up
CREATE TABLE thanks (                              -- one tap: somebody thanks who made something
  district  TEXT COLLATE "C" NOT NULL,
  kind      TEXT COLLATE "C" NOT NULL,             -- resource, note, offer
  object    TEXT COLLATE "C" NOT NULL,
  person    TEXT COLLATE "C" NOT NULL,             -- who thanks
  whom      TEXT COLLATE "C" NOT NULL,
  resource  TEXT COLLATE "C" NOT NULL,             -- at which it stands
  school    TEXT COLLATE "C" NOT NULL,             -- of who thanks; empty: none
  at        BIGINT NOT NULL,
  PRIMARY KEY (district, kind, object, person),
  FOREIGN KEY (district, resource) REFERENCES resource (district, id),
  FOREIGN KEY (district, person) REFERENCES person (district, id),
  FOREIGN KEY (district, whom) REFERENCES person (district, id)
);
CREATE INDEX thanks_whom ON thanks (district, whom, at);
CREATE INDEX thanks_person ON thanks (district, person);

-- +goose Down
DROP TABLE thanks;
