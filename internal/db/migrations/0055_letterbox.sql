-- +goose Up

CREATE TABLE letterbox (                           -- which letters a person wants, and whether their address takes any
  district      TEXT COLLATE "C" NOT NULL,
  person        TEXT COLLATE "C" NOT NULL,
  weekly_on     BIGINT CHECK (weekly_on BETWEEN 0 AND 7), -- 0 Sunday to 6 Saturday, 7 never; null: as everyone
  stopped_at    BIGINT,                            -- null: letters come
  refused_at    BIGINT,                            -- when a mail server refused the address for good; null: it did not
  refused_mail  TEXT COLLATE "C" NOT NULL,         -- the address that it refused, folded; empty: none
  refused_code  TEXT NOT NULL,                     -- what it said, as codes: "550 5.1.1"
  PRIMARY KEY (district, person),
  FOREIGN KEY (district, person) REFERENCES person (district, id)
);

CREATE TABLE sent_letter (                         -- letters that went, or are going, to a person: none goes twice
  district    TEXT COLLATE "C" NOT NULL,
  person      TEXT COLLATE "C" NOT NULL,
  letter      TEXT COLLATE "C" NOT NULL,           -- names it for ever: "weekly.2026-W48"
  state       TEXT NOT NULL CHECK (state IN ('sending', 'sent', 'refused')),
  counts      BOOLEAN NOT NULL,                    -- towards the most of the first week
  token_hash  BYTEA,                               -- of what its links carry; null: of none, or they ended
  at          BIGINT NOT NULL,
  PRIMARY KEY (district, person, letter),
  UNIQUE (token_hash),
  FOREIGN KEY (district, person) REFERENCES person (district, id)
);
CREATE INDEX sent_letter_at ON sent_letter (at);

-- +goose Down
DROP TABLE sent_letter;
DROP TABLE letterbox;
