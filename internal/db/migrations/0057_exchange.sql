-- +goose Up

CREATE TABLE exchange (                            -- twenty minutes among colleagues about one topic
  id          TEXT COLLATE "C" NOT NULL,
  district    TEXT COLLATE "C" NOT NULL REFERENCES district (id),
  topic       TEXT NOT NULL,
  resource    TEXT COLLATE "C",                    -- what it came from; null: words alone
  school      TEXT COLLATE "C",                    -- which was invited; null: all
  host        TEXT COLLATE "C" NOT NULL,
  maker       TEXT COLLATE "C" NOT NULL,           -- who invited, or wrote down that it was held
  first_at    BIGINT NOT NULL,
  second_at   BIGINT,                              -- null: one time only
  place       TEXT NOT NULL,                       -- a room or the address of a meeting
  state       TEXT NOT NULL CHECK (state IN ('invited', 'off', 'held')),
  summary     TEXT NOT NULL,                       -- at most three lines; empty: none yet
  summary_by  TEXT COLLATE "C",
  sequence    BIGINT NOT NULL,                     -- of the calendar entry, RFC 5545
  changed_at  BIGINT NOT NULL,
  PRIMARY KEY (district, id),
  FOREIGN KEY (district, school) REFERENCES school (district, id),
  FOREIGN KEY (district, host) REFERENCES person (district, id)
);
CREATE INDEX exchange_first ON exchange (district, first_at);

CREATE TABLE exchange_answer (                     -- who can come when
  district  TEXT COLLATE "C" NOT NULL,
  exchange  TEXT COLLATE "C" NOT NULL,
  person    TEXT COLLATE "C" NOT NULL,
  answer    TEXT NOT NULL CHECK (answer IN ('first', 'second', 'no')),
  PRIMARY KEY (district, exchange, person),
  FOREIGN KEY (district, exchange) REFERENCES exchange (district, id),
  FOREIGN KEY (district, person) REFERENCES person (district, id)
);

CREATE TABLE exchange_note (                       -- a line that somebody noted there
  id        TEXT COLLATE "C" NOT NULL,
  district  TEXT COLLATE "C" NOT NULL,
  exchange  TEXT COLLATE "C" NOT NULL,
  person    TEXT COLLATE "C" NOT NULL,
  text      TEXT NOT NULL,
  removed   BOOLEAN NOT NULL,                      -- kept so that it can be put back
  at        BIGINT NOT NULL,
  PRIMARY KEY (district, id),
  FOREIGN KEY (district, exchange) REFERENCES exchange (district, id),
  FOREIGN KEY (district, person) REFERENCES person (district, id)
);
CREATE INDEX exchange_note_of ON exchange_note (district, exchange);

-- +goose Down
DROP TABLE exchange_note;
DROP TABLE exchange_answer;
DROP TABLE exchange;
