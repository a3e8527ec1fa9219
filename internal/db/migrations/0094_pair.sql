-- +goose Up
CREATE TABLE pair (                                -- what a coordinator decided about two resources that resemble each other
  district  TEXT COLLATE "C" NOT NULL,
  low       TEXT COLLATE "C" NOT NULL,             -- of the two ids the smaller
  high      TEXT COLLATE "C" NOT NULL,
  state     TEXT COLLATE "C" NOT NULL CHECK (state IN ('apart', 'linked', 'family')),
  person    TEXT COLLATE "C" NOT NULL,             -- who decided
  at        BIGINT NOT NULL,
  PRIMARY KEY (district, low, high),
  FOREIGN KEY (district, low) REFERENCES resource (district, id),
  FOREIGN KEY (district, high) REFERENCES resource (district, id),
  FOREIGN KEY (district, person) REFERENCES person (district, id)
);
CREATE INDEX pair_high ON pair (district, high);
CREATE INDEX pair_new ON pair (district, at);

-- +goose Down
DROP TABLE pair;
