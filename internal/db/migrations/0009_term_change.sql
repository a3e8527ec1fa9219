-- +goose Up

CREATE TABLE term_change (                         -- what a coordinator did to topics, each to be undone
  id         TEXT COLLATE "C" NOT NULL,
  district   TEXT COLLATE "C" NOT NULL REFERENCES district (id),
  term       TEXT COLLATE "C" NOT NULL,
  what       TEXT NOT NULL CHECK (what IN ('added', 'renamed', 'unnamed', 'merged')),
  said       TEXT NOT NULL,                        -- the topic as it was called, or the name taken away
  other      TEXT COLLATE "C",                     -- the topic it was merged into
  before     TEXT NOT NULL,                        -- JSON: the topics and their names
  after      TEXT NOT NULL,
  person     TEXT COLLATE "C" NOT NULL,
  at         BIGINT NOT NULL,
  undone_at  BIGINT,
  PRIMARY KEY (district, id)
);
CREATE INDEX term_change_at ON term_change (district, at);

-- +goose Down

DROP TABLE term_change;
